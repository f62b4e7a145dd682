//! Icons drawn as shapes: they need no font and look the same everywhere.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

/// A picture of a deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    /// Both ways out of time.
    ToStart,
    ToEnd,
    StepBack,
    StepForward,
    Play,
    Pause,
    /// The next event worth a look.
    Next,
    /// Half a disc: dark and light.
    Theme,
    Undo,
    Redo,
    Close,
    Up,
    Down,
    /// Opens or closes the panel on the right.
    Sidebar,
    Plus,
    Minus,
    Fit,
    /// Done, right, chosen.
    Check,
    /// Two sheets: to the clipboard.
    Copy,
    /// Three dots: what else can be done.
    More,
    /// A question for the room.
    Question,
}

impl Icon {
    /// Draws it into the middle of `rect`, `size` points high.
    pub fn paint(self, painter: &Painter, rect: Rect, size: f32, color: Color32) {
        let center = rect.center();
        let half = size / 2.0;
        let at = |x: f32, y: f32| pos2(center.x + x * half, center.y + y * half);
        let stroke = Stroke::new((size / 9.0).max(1.2), color);
        let bar = |x: f32| {
            painter.rect_filled(Rect::from_center_size(at(x, 0.0), vec2(size * 0.16, size * 1.0)), 1, color);
        };
        match self {
            Self::Play => triangle(painter, at(-0.6, -0.9), at(0.9, 0.0), at(-0.6, 0.9), color),
            Self::Pause => {
                for x in [-0.45, 0.45] {
                    painter.rect_filled(
                        Rect::from_center_size(at(x, 0.0), vec2(size * 0.26, size * 0.9)),
                        1,
                        color,
                    );
                }
            }
            Self::StepForward => {
                triangle(painter, at(-0.8, -0.8), at(0.4, 0.0), at(-0.8, 0.8), color);
                bar(0.75);
            }
            Self::StepBack => {
                triangle(painter, at(0.8, -0.8), at(-0.4, 0.0), at(0.8, 0.8), color);
                bar(-0.75);
            }
            Self::ToStart => {
                triangle(painter, at(0.1, -0.7), at(-0.8, 0.0), at(0.1, 0.7), color);
                triangle(painter, at(0.9, -0.7), at(0.0, 0.0), at(0.9, 0.7), color);
                bar(-0.95);
            }
            Self::ToEnd => {
                triangle(painter, at(-0.1, -0.7), at(0.8, 0.0), at(-0.1, 0.7), color);
                triangle(painter, at(-0.9, -0.7), at(0.0, 0.0), at(-0.9, 0.7), color);
                bar(0.95);
            }
            Self::Next => {
                painter.line(vec![at(-0.9, 0.4), at(-0.5, -0.5), at(0.3, -0.6), at(0.7, 0.1)], stroke);
                triangle(painter, at(0.3, 0.0), at(1.0, 0.0), at(0.7, 0.6), color);
            }
            Self::Theme => half_disc(painter, center, half * 0.9, color, stroke),
            Self::Undo => hook(painter, &at, -1.0, stroke, color),
            Self::Redo => hook(painter, &at, 1.0, stroke, color),
            Self::Close => {
                painter.line_segment([at(-0.6, -0.6), at(0.6, 0.6)], stroke);
                painter.line_segment([at(-0.6, 0.6), at(0.6, -0.6)], stroke);
            }
            Self::Up => {
                painter.line(vec![at(-0.7, 0.35), at(0.0, -0.35), at(0.7, 0.35)], stroke);
            }
            Self::Down => {
                painter.line(vec![at(-0.7, -0.35), at(0.0, 0.35), at(0.7, -0.35)], stroke);
            }
            Self::Sidebar => {
                let frame = Rect::from_center_size(center, vec2(size * 1.05, size * 0.85));
                painter.rect_stroke(frame, 2, stroke, egui::StrokeKind::Inside);
                painter.vline(at(0.3, 0.0).x, frame.y_range(), stroke);
            }
            Self::Plus | Self::Minus => {
                painter.line_segment([at(-0.7, 0.0), at(0.7, 0.0)], stroke);
                if self == Self::Plus {
                    painter.line_segment([at(0.0, -0.7), at(0.0, 0.7)], stroke);
                }
            }
            Self::Check => {
                painter.line(vec![at(-0.75, 0.05), at(-0.2, 0.6), at(0.8, -0.65)], stroke);
            }
            Self::Copy => {
                for (x, y) in [(0.22, -0.22), (-0.22, 0.22)] {
                    let sheet = Rect::from_center_size(at(x, y), vec2(size * 0.62, size * 0.72));
                    painter.rect_stroke(sheet, 1, stroke, egui::StrokeKind::Inside);
                }
            }
            Self::More => {
                for x in [-0.75, 0.0, 0.75] {
                    painter.circle_filled(at(x, 0.0), size * 0.11, color);
                }
            }
            Self::Question => {
                painter.text(center, egui::Align2::CENTER_CENTER, "?", super::theme::bold(size * 1.5), color);
            }
            Self::Fit => {
                for (x, y) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
                    let corner = |a: f32, b: f32| at(x * a * 0.8, y * b * 0.8);
                    painter.line(vec![corner(0.3, 1.0), corner(1.0, 1.0), corner(1.0, 0.3)], stroke);
                }
            }
        }
    }
}

fn triangle(painter: &Painter, a: Pos2, b: Pos2, c: Pos2, color: Color32) {
    painter.add(Shape::convex_polygon(vec![a, b, c], color, Stroke::NONE));
}

fn half_disc(painter: &Painter, center: Pos2, radius: f32, color: Color32, stroke: Stroke) {
    let points = (0..=16)
        .map(|step| {
            let angle = std::f32::consts::PI * (0.5 + step as f32 / 16.0);
            center + radius * vec2(angle.cos(), angle.sin())
        })
        .collect();
    painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
    painter.circle_stroke(center, radius, stroke);
}

fn hook(painter: &Painter, at: &impl Fn(f32, f32) -> Pos2, side: f32, stroke: Stroke, color: Color32) {
    let points: Vec<Pos2> = (0..=12)
        .map(|step| {
            let angle = std::f32::consts::PI * (step as f32 / 12.0);
            at(-side * 0.7 * angle.cos(), 0.35 - 0.75 * angle.sin())
        })
        .rev()
        .collect();
    painter.line(points, stroke);
    let tip = |x: f32, y: f32| at(side * x, y);
    triangle(painter, tip(0.25, 0.1), tip(1.1, 0.1), tip(0.7, 0.75), color);
}

/// A five-pointed star.
pub(crate) fn star(painter: &Painter, center: Pos2, radius: f32, color: Color32) {
    let corner = |step: i32, length: f32| {
        let angle = std::f32::consts::PI * (step as f32 / 5.0 - 0.5);
        center + length * vec2(angle.cos(), angle.sin())
    };
    // Five kites around the middle: each is convex, the star is not.
    for point in 0..5 {
        let tip = point * 2;
        let kite =
            vec![center, corner(tip - 1, radius * 0.42), corner(tip, radius), corner(tip + 1, radius * 0.42)];
        painter.add(Shape::convex_polygon(kite, color, Stroke::NONE));
    }
}
