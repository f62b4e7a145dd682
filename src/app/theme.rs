//! Design tokens: the colours, the fonts and the sizes of the window.
//!
//! One accent for each idea, everywhere (after Okabe and Ito, so that they stay
//! apart for colour-blind eyes); shape and text always say it too. No other file
//! holds a raw colour.

use super::settings::Theme;
use crate::lab::view::{Flow, Role, Tone};
use egui::{Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Stroke, TextStyle};
use std::sync::Arc;

/// The colours of a theme.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Colors {
    /// Behind everything.
    pub canvas: Color32,
    /// Side panels and bars.
    pub panel: Color32,
    /// Cards.
    pub card: Color32,
    /// What lies on a card: buttons, chips, troughs.
    pub raised: Color32,
    /// Troughs and wells.
    pub well: Color32,
    /// Borders and rules.
    pub line: Color32,
    /// Text to read.
    pub text: Color32,
    /// Text beside it.
    pub weak: Color32,
    /// Text of no weight: ticks, headings of columns.
    pub faint: Color32,
    /// Leaders, and the product's own accent.
    pub leader: Color32,
    /// In-sync replicas; all is well.
    pub in_sync: Color32,
    /// Waiting, lagging, rebalancing.
    pub waiting: Color32,
    /// Broken.
    pub fault: Color32,
    /// Groups.
    pub group: Color32,
    /// Messages on their way.
    pub flight: Color32,
    /// Text on an accent.
    pub on_accent: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const DARK: Colors = Colors {
    canvas: rgb(0x0f_1216),
    panel: rgb(0x12_171e),
    card: rgb(0x1b_222a),
    raised: rgb(0x24_2c36),
    well: rgb(0x0f_141a),
    line: rgb(0x2b_333d),
    text: rgb(0xe8_edf2),
    weak: rgb(0x9a_a4af),
    faint: rgb(0x6b_7681),
    leader: rgb(0x56_b4e9),
    in_sync: rgb(0x3f_c08f),
    waiting: rgb(0xe8_a33d),
    fault: rgb(0xf0_6a3f),
    group: rgb(0xcf_7fad),
    flight: rgb(0xf0_e442),
    on_accent: rgb(0x0b_1117),
};

const LIGHT: Colors = Colors {
    canvas: rgb(0xf3_f5f7),
    panel: rgb(0xfb_fcfd),
    card: rgb(0xff_ffff),
    raised: rgb(0xec_eff2),
    well: rgb(0xe6_eaee),
    line: rgb(0xcf_d6dd),
    text: rgb(0x1a_2027),
    weak: rgb(0x4d_5863),
    faint: rgb(0x6e_7983),
    leader: rgb(0x00_6aa8),
    in_sync: rgb(0x00_7a58),
    waiting: rgb(0xa4_6200),
    fault: rgb(0xc2_410c),
    group: rgb(0xa0_3b78),
    flight: rgb(0x8f_7a00),
    on_accent: rgb(0xff_ffff),
};

impl Colors {
    /// The colours of a theme.
    pub const fn of(theme: Theme) -> Self {
        match theme {
            Theme::Dark => DARK,
            Theme::Light => LIGHT,
        }
    }

    /// A card tinted with an accent; `amount` from 0 to 1.
    pub fn tint(&self, accent: Color32, amount: f32) -> Color32 {
        mix(self.card, accent, amount)
    }

    /// A border or an edge of an accent's hue that does not shout.
    pub fn muted(&self, accent: Color32) -> Color32 {
        mix(self.canvas, accent, 0.45)
    }

    /// The accent of a replica.
    pub const fn role(&self, role: Role, in_sync: bool) -> Color32 {
        match (role, in_sync) {
            (Role::Leader, _) => self.leader,
            (Role::Follower, true) => self.in_sync,
            (Role::Follower, false) => self.waiting,
            (Role::Offline, _) => self.faint,
        }
    }

    /// The accent of an event.
    pub const fn tone(&self, tone: Tone) -> Color32 {
        match tone {
            Tone::Plain => self.faint,
            Tone::Leader => self.leader,
            Tone::InSync => self.in_sync,
            Tone::Waiting => self.waiting,
            Tone::Fault => self.fault,
            Tone::Group => self.group,
        }
    }

    /// The hue of an edge.
    pub const fn flow(&self, flow: Flow) -> Color32 {
        match flow {
            Flow::Produce => self.leader,
            Flow::Replicate => self.in_sync,
            Flow::Consume | Flow::Group => self.group,
            Flow::Control | Flow::Metadata => self.faint,
        }
    }
}

/// From `from` to `to`; `amount` from 0 to 1.
pub(crate) fn mix(from: Color32, to: Color32, amount: f32) -> Color32 {
    from.lerp_to_gamma(to, amount)
}

/// Radius of a card's corner.
pub(crate) const CARD_RADIUS: u8 = 9;
/// Radius of a button's corner.
pub(crate) const BUTTON_RADIUS: u8 = 7;

const BOLD: &str = "bold";

/// The reading font.
pub(crate) const fn body(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// The reading font, bold.
pub(crate) fn bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(BOLD.into()))
}

/// Digits, offsets, code.
pub(crate) const fn mono(size: f32) -> FontId {
    FontId::new(size, FontFamily::Monospace)
}

/// Noto Sans in front of egui's own fonts, which fill in its gaps.
pub(crate) fn install_fonts(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    let regular = FontData::from_static(include_bytes!("../../assets/fonts/NotoSans-Regular.ttf"));
    let heavy = FontData::from_static(include_bytes!("../../assets/fonts/NotoSans-Bold.ttf"));
    fonts.font_data.insert("noto".to_owned(), Arc::new(regular));
    fonts.font_data.insert("noto-bold".to_owned(), Arc::new(heavy));
    let proportional = fonts.families.entry(FontFamily::Proportional).or_default();
    proportional.push("Hack".to_owned());
    let fallback = proportional.clone();
    proportional.insert(0, "noto".to_owned());
    let bold = std::iter::once("noto-bold".to_owned()).chain(fallback).collect();
    fonts.families.insert(FontFamily::Name(BOLD.into()), bold);
    ctx.set_fonts(fonts);
}

/// The frame of what lies over everything.
pub(crate) fn sheet(ctx: &egui::Context) -> egui::Frame {
    egui::Frame::popup(&ctx.global_style()).inner_margin(18)
}

/// Puts egui's own widgets into the theme's colours.
pub(crate) fn install(ctx: &egui::Context, theme: Theme) {
    let colors = Colors::of(theme);
    let (base, mut visuals) = match theme {
        Theme::Dark => (egui::Theme::Dark, egui::Visuals::dark()),
        Theme::Light => (egui::Theme::Light, egui::Visuals::light()),
    };
    ctx.set_theme(base);
    visuals.panel_fill = colors.panel;
    visuals.window_fill = colors.card;
    visuals.window_stroke = Stroke::new(1.0, colors.line);
    visuals.window_corner_radius = CornerRadius::same(CARD_RADIUS);
    visuals.menu_corner_radius = CornerRadius::same(BUTTON_RADIUS);
    visuals.extreme_bg_color = colors.well;
    // A field to write in is paper, not a well: on a light ground grey would look shut.
    visuals.text_edit_bg_color = Some(if theme == Theme::Light { colors.card } else { colors.well });
    visuals.faint_bg_color = colors.raised;
    visuals.code_bg_color = colors.well;
    visuals.hyperlink_color = colors.leader;
    visuals.warn_fg_color = colors.waiting;
    visuals.error_fg_color = colors.fault;
    visuals.selection.bg_fill = mix(colors.card, colors.leader, 0.35);
    visuals.selection.stroke = Stroke::new(1.0, colors.text);
    visuals.weak_text_color = Some(colors.weak);
    visuals.slider_trailing_fill = true;
    let widgets = &mut visuals.widgets;
    for (state, fill, text) in [
        (&mut widgets.noninteractive, colors.panel, colors.text),
        (&mut widgets.inactive, colors.raised, colors.text),
        (&mut widgets.hovered, mix(colors.raised, colors.text, 0.10), colors.text),
        (&mut widgets.active, mix(colors.raised, colors.leader, 0.35), colors.text),
        (&mut widgets.open, colors.raised, colors.text),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.fg_stroke = Stroke::new(1.0, text);
        state.bg_stroke = Stroke::new(1.0, colors.line);
        state.corner_radius = CornerRadius::same(BUTTON_RADIUS);
        state.expansion = 0.0;
    }
    ctx.all_styles_mut(|style| {
        style.visuals = visuals.clone();
        style.text_styles = [
            (TextStyle::Small, body(11.0)),
            (TextStyle::Body, body(13.5)),
            (TextStyle::Button, body(13.5)),
            (TextStyle::Heading, bold(18.0)),
            (TextStyle::Monospace, mono(12.5)),
        ]
        .into();
        style.spacing.item_spacing = egui::vec2(8.0, 6.0);
        style.spacing.button_padding = egui::vec2(9.0, 4.0);
        style.spacing.menu_margin = egui::Margin::same(6);
        style.interaction.selectable_labels = false;
        // What can be scrolled shows it before it is touched.
        style.spacing.scroll.dormant_handle_opacity = 0.55;
    });
}
