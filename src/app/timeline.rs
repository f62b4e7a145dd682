//! The bottom of the window: the transport, and the time of the whole run as a
//! ruler, lanes and branches.

use super::desk::Desk;
use super::{lanes, transport};
use egui::{Frame, Margin, Panel, Ui};

/// Draws transport and lanes.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    let window_height = ui.ctx().content_rect().height();
    let frame = Frame::new().fill(colors.panel).inner_margin(Margin::symmetric(12, 8));
    let height = 16.0 + 36.0 + 6.0 + lanes::height(desk, window_height);
    Panel::bottom("time").frame(frame).resizable(false).exact_size(height).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        transport::show(ui, desk);
        lanes::show(ui, desk, window_height);
    });
}
