//! One frame of the window: CPU time of the layout, the drawing and the
//! tessellation, at both sizes. `cargo bench --bench frame`.

#[path = "support/mod.rs"]
mod support;

use brokerscope::app::{LabApp, Settings};
use brokerscope::lab::view::View;
use brokerscope::lab::{Command, Engine, cluster_view, graph_view, messages_view};
use divan::Bencher;
use std::sync::Arc;
use support::{LARGE, SMALL, Size, running};

fn main() {
    divan::main();
}

/// A session that stands still.
struct Still(Arc<View>);

impl Engine for Still {
    fn view(&self) -> Arc<View> {
        self.0.clone()
    }

    fn send(&self, _: Command) {}
}

fn view(size: Size) -> Arc<View> {
    let history = running(size);
    let world = history.world();
    let cluster = cluster_view(world, history.branch().story().iter());
    let mut view = View { graph: Arc::new(graph_view(&cluster)), ..View::default() };
    view.cluster = Arc::new(cluster);
    view.messages = Arc::new(messages_view(world));
    view.scenario = Some(Arc::default());
    view.run.is_playing = true;
    Arc::new(view)
}

fn frame(bencher: Bencher<'_, '_>, size: Size, pixels: [f32; 2]) {
    let mut app = LabApp::new(Box::new(Still(view(size))), Settings::default());
    let context = egui::Context::default();
    let mut time = 0.0;
    let mut draw = move || {
        time += 1.0 / 60.0;
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, pixels.into())),
            time: Some(time),
            ..egui::RawInput::default()
        };
        let mut output = context.run_ui(input, |ui| app.ui(ui));
        output.textures_delta.clear();
        context.tessellate(output.shapes, output.pixels_per_point)
    };
    // Fonts and the first layout are not every frame's.
    for _ in 0..5 {
        draw();
    }
    bencher.bench_local(draw);
}

#[divan::bench(sample_count = 100, sample_size = 1)]
fn frame_small_1366x768(bencher: Bencher<'_, '_>) {
    frame(bencher, SMALL, [1366.0, 768.0]);
}

#[divan::bench(sample_count = 100, sample_size = 1)]
fn frame_large_1600x1000(bencher: Bencher<'_, '_>) {
    frame(bencher, LARGE, [1600.0, 1000.0]);
}
