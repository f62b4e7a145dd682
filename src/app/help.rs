//! F1: the shortcuts, what colours and shapes mean, and the settings of the window.

use super::desk::Desk;
use super::keyboard::SHOWN;
use super::theme;
use egui::{Context, Id, Modal, RichText, Stroke, Ui, vec2};

/// Draws the sheet over everything while it is open.
pub(crate) fn show(ctx: &Context, desk: &mut Desk) {
    if !desk.memory.help_open {
        return;
    }
    let shown = Modal::new(Id::unique("help")).frame(theme::sheet(ctx)).show(ctx, |ui| {
        ui.set_width(740.0_f32.min(ui.ctx().content_rect().width() - 60.0));
        ui.label(RichText::new(desk.t("help")).font(theme::bold(18.0)));
        ui.add_space(8.0);
        ui.columns(2, |columns| {
            keys(&mut columns[0], desk);
            legend(&mut columns[1], desk);
            columns[1].add_space(10.0);
            comfort(&mut columns[1], desk);
        });
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            if ui.button(desk.t("close")).clicked() {
                desk.memory.help_open = false;
            }
            for (guide, key) in super::guide::Guide::ALL {
                if ui.button(desk.t(key)).clicked() {
                    desk.memory.help_open = false;
                    desk.memory.guide = Some(guide);
                }
            }
        });
    });
    if shown.should_close() {
        desk.memory.help_open = false;
    }
}

fn keys(ui: &mut Ui, desk: &Desk) {
    let colors = desk.colors();
    let shown: &[(&str, &str)] = if desk.memory.present.is_some() { &super::present::SHOWN } else { &SHOWN };
    for &(keys, what) in shown {
        let keys: Vec<String> = keys
            .split(' ')
            .map(|key| if key.starts_with("key-") { desk.t(key) } else { key.to_owned() })
            .collect();
        let keys = keys.join(" ");
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(112.0, 20.0), egui::Sense::hover());
            let galley = super::widgets::fitted(ui.painter(), &keys, theme::mono(11.5), colors.leader, 110.0);
            ui.painter().galley(rect.left_center() - vec2(0.0, galley.size().y / 2.0), galley, colors.leader);
            ui.label(RichText::new(desk.t(what)).font(theme::body(12.5)));
        });
    }
}

/// Each accent with its shape and its word.
pub(crate) fn legend(ui: &mut Ui, desk: &Desk) {
    let colors = desk.colors();
    let rows = [
        (colors.leader, "legend-leader"),
        (colors.in_sync, "legend-in-sync"),
        (colors.waiting, "legend-waiting"),
        (colors.fault, "legend-fault"),
        (colors.group, "legend-group"),
        (colors.flight, "legend-flight"),
    ];
    for (index, (color, key)) in rows.into_iter().enumerate() {
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(22.0, 16.0), egui::Sense::hover());
            let painter = ui.painter();
            let tile = egui::Rect::from_center_size(rect.center(), vec2(18.0, 12.0));
            match index {
                0 => {
                    painter.rect(
                        tile,
                        3,
                        colors.tint(color, 0.2),
                        Stroke::new(1.3, color),
                        egui::StrokeKind::Inside,
                    );
                    super::icons::star(painter, tile.center(), 4.5, color);
                }
                1 => {
                    painter.rect_stroke(tile, 3, Stroke::new(1.3, color), egui::StrokeKind::Inside);
                }
                2 => super::widgets::dashed(painter, tile, Stroke::new(1.3, color), 3.5),
                3 => super::icons::Icon::Close.paint(painter, rect, 11.0, color),
                4 => {
                    painter.rect_filled(tile, 3, color);
                }
                _ => {
                    painter.circle_filled(tile.left_center() + vec2(3.0, 0.0), 4.0, color);
                    painter.circle_stroke(tile.right_center() - vec2(4.0, 0.0), 3.5, Stroke::new(1.6, color));
                }
            }
            ui.label(RichText::new(desk.t(key)).font(theme::body(12.5)));
        });
    }
}

fn comfort(ui: &mut Ui, desk: &mut Desk) {
    let text = desk.t("reduced-motion");
    ui.checkbox(&mut desk.settings.reduced_motion, text);
    ui.horizontal(|ui| {
        ui.label(desk.t("zoom"));
        for percent in [100_u16, 125, 150, 200] {
            let zoom = f32::from(percent) / 100.0;
            let is_on = (desk.settings.zoom - zoom).abs() < 0.01;
            if ui.selectable_label(is_on, format!("{percent}\u{202f}%")).clicked() {
                desk.settings.zoom = zoom;
            }
        }
    });
}
