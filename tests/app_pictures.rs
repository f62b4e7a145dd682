//! Pictures of the window to be looked at, and the rule they must keep: every
//! state of the exercise draws in both languages, both themes and the two sizes
//! that classrooms have, and no two of them look the same.
//!
//! `BROKERSCOPE_PICTURES=folder cargo test --test app_pictures` keeps them.

#![cfg(feature = "window")]

use brokerscope::app::example::{self, Scene};
use brokerscope::app::raster::{Image, picture};
use brokerscope::app::{Bottom, LabApp, Settings, Theme};
use brokerscope::lab::view::View;
use brokerscope::text::Lang;

fn draw(name: &str, view: View, settings: Settings, size: [u32; 2]) -> Image {
    let ground = if settings.theme == Theme::Light { egui::Theme::Light } else { egui::Theme::Dark };
    let file = format!("{name}-{}-{:?}-{}.png", settings.lang.code(), settings.theme, size[1]);
    let mut app = LabApp::new(Box::new(example::Still::new(view)), settings);
    let image = picture(size, 1.0, ground, |ui| app.ui(ui));
    if let Ok(folder) = std::env::var("BROKERSCOPE_PICTURES") {
        let path = std::path::Path::new(&folder).join(file.to_lowercase());
        let output = std::fs::File::create(path).expect("the folder can be written");
        image.write_png(output).expect("the picture can be written");
    }
    image
}

fn settings(lang: Lang, theme: Theme) -> Settings {
    Settings {
        lang,
        theme,
        reduced_motion: true,
        work_folder: "/media/clé usb".to_owned(),
        ..Settings::default()
    }
}

#[test]
fn every_scene_has_its_own_picture() {
    let mut seen: Vec<(Scene, Image)> = Vec::new();
    for (index, scene) in Scene::ALL.into_iter().enumerate() {
        let lang = if index % 2 == 0 { Lang::Fr } else { Lang::En };
        let theme = if index % 3 == 0 { Theme::Light } else { Theme::Dark };
        let size = if index % 4 == 1 { [1280, 720] } else { [1366, 768] };
        let mut settings = settings(lang, theme);
        settings.exercise_inspector_open = scene == Scene::Offset;
        let image = draw(&format!("{scene:?}"), example::exercise(scene), settings, size);
        for (other, known) in &seen {
            assert!(*known != image, "{scene:?} looks like {other:?}");
        }
        seen.push((scene, image));
    }
}

#[test]
fn consoles_and_library_have_theirs() {
    for (lang, theme) in [(Lang::Fr, Theme::Dark), (Lang::En, Theme::Light)] {
        let open = Settings { events_open: Some(true), bottom: Bottom::Console, ..settings(lang, theme) };
        let console = draw("console", example::exercise(Scene::Goal), open, [1366, 768]);
        let library = draw("library", example::home(), settings(lang, theme), [1366, 768]);
        let tall = draw("library", example::home(), settings(lang, theme), [1366, 1400]);
        assert!(console != library);
        assert_eq!(tall.size, [1366, 1400]);
    }
}
