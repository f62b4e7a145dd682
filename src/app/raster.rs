//! Paints egui's triangles on the processor: pictures without a window, a GPU
//! or a display, the same to the byte on every machine. `shot`, the guide's
//! figures and the picture tests use it; the window itself does not.
//!
//! Mirrors what `egui_glow` asks of OpenGL: premultiplied colours multiplied by
//! the texture and blended in gamma space, no culling, top-left fill rule.

use egui::epaint::{ClippedPrimitive, ImageData, Mesh, Primitive, Vertex};
use egui::{Color32, Rect, TextureFilter, TextureId, TextureOptions, TextureWrapMode, TexturesDelta};
use std::collections::BTreeMap;
use std::io::Write;

/// Steps of a pixel to which corners are rounded, so that edges meet exactly.
const SUBPIXELS: f32 = 256.0;

/// An opaque picture: rows from the top, four bytes (red, green, blue, 255) a pixel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Width and height in pixels.
    pub size: [u32; 2],
    /// The bytes, `4 * width * height` of them.
    pub pixels: Vec<u8>,
}

impl Image {
    /// A picture of one colour.
    #[must_use]
    pub fn filled(size: [u32; 2], colour: Color32) -> Self {
        let count = size[0] as usize * size[1] as usize;
        let pixel = [colour.r(), colour.g(), colour.b(), 255];
        Self { size, pixels: pixel.repeat(count) }
    }

    /// The colour of a pixel; `None` outside.
    #[must_use]
    pub fn pixel(&self, x: u32, y: u32) -> Option<[u8; 4]> {
        if x >= self.size[0] {
            return None;
        }
        let at = 4 * (y as usize * self.size[0] as usize + x as usize);
        self.pixels.get(at..at + 4)?.try_into().ok()
    }

    /// Writes the picture as a PNG file.
    ///
    /// # Errors
    /// When `output` cannot be written.
    pub fn write_png(&self, output: impl Write) -> Result<(), png::EncodingError> {
        let mut encoder = png::Encoder::new(output, self.size[0], self.size[1]);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels)?;
        writer.finish()
    }
}

/// Passes before the picture is taken: fonts and zoom come into force with the
/// second, sizes settle in the third, animations have ended in the last.
const PASSES: u32 = 4;

/// A picture of what `run` shows, `size` in pixels. `run` is called several times.
#[must_use]
pub fn picture(
    size: [u32; 2],
    pixels_per_point: f32,
    theme: egui::Theme,
    mut run: impl FnMut(&mut egui::Ui),
) -> Image {
    let context = egui::Context::default();
    context.set_theme(theme);
    let mut painter = Painter::default();
    let mut last = None;
    for pass in 0..PASSES {
        let input = input(&context, size, pixels_per_point, pass);
        let mut output = context.run_ui(input, &mut run);
        painter.take(&mut output.textures_delta);
        last = Some((output.shapes, output.pixels_per_point));
    }
    let (shapes, pixels_per_point) = last.unwrap_or_default();
    let background = context.style_of(theme).visuals.panel_fill;
    let primitives = context.tessellate(shapes, pixels_per_point);
    painter.paint(Image::filled(size, background), pixels_per_point, &primitives)
}

fn input(context: &egui::Context, size: [u32; 2], pixels_per_point: f32, pass: u32) -> egui::RawInput {
    let pixels = egui::vec2(size[0] as f32, size[1] as f32);
    let points = pixels / (pixels_per_point * context.zoom_factor());
    let mut input = egui::RawInput {
        screen_rect: Some(Rect::from_min_size(egui::Pos2::ZERO, points)),
        // A second between passes: longer than any animation.
        time: Some(f64::from(pass)),
        predicted_dt: 1.0,
        ..egui::RawInput::default()
    };
    if let Some(viewport) = input.viewports.get_mut(&input.viewport_id) {
        viewport.native_pixels_per_point = Some(pixels_per_point);
    }
    input
}

struct Texture {
    size: [usize; 2],
    texels: Vec<Color32>,
    options: TextureOptions,
}

/// Keeps the textures and paints triangles with them.
#[derive(Default)]
pub struct Painter {
    textures: BTreeMap<TextureId, Texture>,
}

impl Painter {
    /// Takes over new and changed textures and leaves the delta empty, as egui wants.
    /// Freed textures go as well: call it before painting only when none of them is drawn.
    pub fn take(&mut self, delta: &mut TexturesDelta) {
        for (id, images) in delta.set.drain() {
            for image in images {
                let ImageData::Color(pixels) = &image.image;
                if let Some([left, top]) = image.pos {
                    if let Some(texture) = self.textures.get_mut(&id) {
                        texture.replace(left, top, pixels.size, &pixels.pixels);
                    }
                } else {
                    let texture =
                        Texture { size: pixels.size, texels: pixels.pixels.clone(), options: image.options };
                    self.textures.insert(id, texture);
                }
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    /// Paints the triangles on `image`. Paint callbacks are passed over: they need a GPU.
    #[must_use]
    pub fn paint(&self, mut image: Image, pixels_per_point: f32, primitives: &[ClippedPrimitive]) -> Image {
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            if let Primitive::Mesh(mesh) = primitive
                && let Some(texture) = self.textures.get(&mesh.texture_id)
            {
                let clip = clip(*clip_rect, pixels_per_point, image.size);
                paint_mesh(&mut image, clip, mesh, texture, pixels_per_point);
            }
        }
        image
    }
}

impl Texture {
    fn replace(&mut self, left: usize, top: usize, size: [usize; 2], texels: &[Color32]) {
        for (row, source) in texels.chunks_exact(size[0].max(1)).enumerate() {
            let start = (top + row) * self.size[0] + left;
            if let Some(target) = self.texels.get_mut(start..start + source.len()) {
                target.copy_from_slice(source);
            }
        }
    }

    fn wrapped(&self, at: i64, length: usize) -> usize {
        let length = (length as i64).max(1);
        let wrapped = match self.options.wrap_mode {
            TextureWrapMode::ClampToEdge => at.clamp(0, length - 1),
            TextureWrapMode::Repeat => at.rem_euclid(length),
            TextureWrapMode::MirroredRepeat => {
                let turn = at.rem_euclid(2 * length);
                if turn < length { turn } else { 2 * length - 1 - turn }
            }
        };
        usize::try_from(wrapped).unwrap_or(0)
    }

    fn texel(&self, x: i64, y: i64) -> [f32; 4] {
        let at = self.wrapped(y, self.size[1]) * self.size[0] + self.wrapped(x, self.size[0]);
        self.texels.get(at).map_or([0.0; 4], |colour| colour.to_array().map(f32::from))
    }

    /// The colour at (`u`, `v`), 0 to 255 a channel.
    fn sample(&self, u: f32, v: f32) -> [f32; 4] {
        let (x, y) = (u * self.size[0] as f32, v * self.size[1] as f32);
        if self.options.magnification == TextureFilter::Nearest {
            return self.texel(x.floor() as i64, y.floor() as i64);
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        // Weights in steps of 1/256, as graphics cards have them: glyphs drawn on whole pixels stay crisp.
        let weight = |part: f32| (part * 256.0 + 0.5).floor() / 256.0;
        let (right_share, bottom_share) = (weight(x - left), weight(y - top));
        let (left, top) = (left as i64, top as i64);
        let row = |y: i64| {
            if right_share == 0.0 {
                return self.texel(left, y);
            }
            mix(self.texel(left, y), self.texel(left + 1, y), right_share)
        };
        if bottom_share == 0.0 { row(top) } else { mix(row(top), row(top + 1), bottom_share) }
    }
}

fn mix(from: [f32; 4], to: [f32; 4], share: f32) -> [f32; 4] {
    std::array::from_fn(|i| from[i] + (to[i] - from[i]) * share)
}

/// Pixels that may be painted: left, top (in), right, bottom (out).
type Clip = [i64; 4];

fn clip(rect: Rect, pixels_per_point: f32, size: [u32; 2]) -> Clip {
    let edge = |point: f32, length: u32| {
        let pixel = (point * pixels_per_point).round().clamp(0.0, length as f32);
        pixel as i64
    };
    [
        edge(rect.min.x, size[0]),
        edge(rect.min.y, size[1]),
        edge(rect.max.x, size[0]),
        edge(rect.max.y, size[1]),
    ]
}

fn paint_mesh(image: &mut Image, clip: Clip, mesh: &Mesh, texture: &Texture, pixels_per_point: f32) {
    if clip[0] >= clip[2] || clip[1] >= clip[3] {
        return;
    }
    for corners in mesh.indices.chunks_exact(3) {
        let corner = |i: usize| mesh.vertices.get(corners[i] as usize).copied();
        if let (Some(a), Some(b), Some(c)) = (corner(0), corner(1), corner(2)) {
            Triangle::new([a, b, c], pixels_per_point).paint(image, clip, texture);
        }
    }
}

/// A triangle with corners in 1/256 pixel, wound so that its area is positive.
struct Triangle {
    corners: [[i64; 2]; 3],
    vertices: [Vertex; 3],
    double_area: i64,
}

impl Triangle {
    fn new(mut vertices: [Vertex; 3], pixels_per_point: f32) -> Self {
        // Far outside is as good as just outside; it keeps the products small.
        let fixed = |point: f32| (point * pixels_per_point * SUBPIXELS).clamp(-1.0e8, 1.0e8).round() as i64;
        let place = |vertex: &Vertex| [fixed(vertex.pos.x), fixed(vertex.pos.y)];
        let mut corners = [place(&vertices[0]), place(&vertices[1]), place(&vertices[2])];
        let mut double_area = edge(corners[0], corners[1], corners[2]);
        if double_area < 0 {
            corners.swap(1, 2);
            vertices.swap(1, 2);
            double_area = -double_area;
        }
        Self { corners, vertices, double_area }
    }

    fn paint(&self, image: &mut Image, clip: Clip, texture: &Texture) {
        if self.double_area == 0 {
            return;
        }
        let [a, b, c] = self.corners;
        let ys = [a[1], b[1], c[1]];
        let xs = [a[0], b[0], c[0]];
        let first = |all: [i64; 3], low: i64| (all.into_iter().fold(i64::MAX, i64::min) >> 8).max(low);
        let last = |all: [i64; 3], high: i64| ((all.into_iter().fold(i64::MIN, i64::max) >> 8) + 1).min(high);
        let (left, right) = (first(xs, clip[0]), last(xs, clip[2]));
        let uniform = self.uniform(texture);
        for y in first(ys, clip[1])..last(ys, clip[3]) {
            let (start, end) = self.span(y, left, right);
            for x in start..end {
                let source = uniform.unwrap_or_else(|| self.shade(x, y, texture));
                blend(image, x, y, source);
            }
        }
    }

    /// Pixels of row `y` whose centres lie inside: a half-open range.
    fn span(&self, y: i64, left: i64, right: i64) -> (i64, i64) {
        let (mut start, mut end) = (left, right);
        for (from, to) in [(0, 1), (1, 2), (2, 0)] {
            let (from, to) = (self.corners[from], self.corners[to]);
            // Along the row the edge function is `value + step * (x - left)`.
            let step = -(to[1] - from[1]) * 256;
            let mut value = edge(from, to, [left * 256 + 128, y * 256 + 128]);
            if !is_top_left(from, to) {
                value -= 1; // a centre right on such an edge is the neighbour's
            }
            if step == 0 {
                if value < 0 {
                    return (0, 0);
                }
            } else if step > 0 {
                start = start.max(left + div_ceil(-value, step));
            } else {
                end = end.min(left + value.div_euclid(-step) + 1);
            }
        }
        (start, end)
    }

    /// The colour when it is the same all over the triangle.
    fn uniform(&self, texture: &Texture) -> Option<[f32; 4]> {
        let [a, b, c] = &self.vertices;
        let same = a.color == b.color && b.color == c.color && a.uv == b.uv && b.uv == c.uv;
        same.then(|| tint(a.color.to_array().map(f32::from), texture.sample(a.uv.x, a.uv.y)))
    }

    fn shade(&self, x: i64, y: i64, texture: &Texture) -> [f32; 4] {
        let centre = [x * 256 + 128, y * 256 + 128];
        let [a, b, c] = self.corners;
        let area = self.double_area as f32;
        let for_b = edge(c, a, centre) as f32 / area;
        let for_c = edge(a, b, centre) as f32 / area;
        let for_a = 1.0 - for_b - for_c;
        let at = |of: &dyn Fn(&Vertex) -> f32| {
            let [a, b, c] = &self.vertices;
            of(a) * for_a + of(b) * for_b + of(c) * for_c
        };
        let colour: [f32; 4] = std::array::from_fn(|i| at(&|vertex| f32::from(vertex.color.to_array()[i])));
        tint(colour, texture.sample(at(&|vertex| vertex.uv.x), at(&|vertex| vertex.uv.y)))
    }
}

/// Twice the area of the triangle `a`, `b`, `p`; its sign tells `p`'s side of `a`-`b`.
const fn edge(a: [i64; 2], b: [i64; 2], p: [i64; 2]) -> i64 {
    (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
}

const fn is_top_left(from: [i64; 2], to: [i64; 2]) -> bool {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    dy < 0 || (dy == 0 && dx > 0)
}

const fn div_ceil(number: i64, by: i64) -> i64 {
    -((-number).div_euclid(by))
}

fn tint(colour: [f32; 4], texel: [f32; 4]) -> [f32; 4] {
    std::array::from_fn(|i| colour[i] * texel[i] / 255.0)
}

/// Source over destination, premultiplied.
fn blend(image: &mut Image, x: i64, y: i64, source: [f32; 4]) {
    let at = 4 * (y as usize * image.size[0] as usize + x as usize);
    if let Some(pixel) = image.pixels.get_mut(at..at + 3) {
        let keep = 1.0 - source[3] / 255.0;
        for (channel, new) in pixel.iter_mut().zip(source) {
            // `as u8` holds the result between 0 and 255.
            *channel = (new + f32::from(*channel) * keep + 0.5) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Pos2, pos2};

    const RED: Color32 = Color32::from_rgb(255, 0, 0);

    fn white() -> Painter {
        let texture = Texture { size: [1, 1], texels: vec![Color32::WHITE], options: TextureOptions::LINEAR };
        Painter { textures: BTreeMap::from([(TextureId::default(), texture)]) }
    }

    fn paint(clip: Rect, corners: &[(Pos2, Color32)], indices: &[u32]) -> Image {
        let vertices =
            corners.iter().map(|&(pos, color)| Vertex { pos, uv: egui::epaint::WHITE_UV, color }).collect();
        let mesh = Mesh { indices: indices.to_vec(), vertices, texture_id: TextureId::default() };
        let primitive = ClippedPrimitive { clip_rect: clip, primitive: Primitive::Mesh(mesh) };
        white().paint(Image::filled([8, 8], Color32::BLACK), 1.0, &[primitive])
    }

    fn square(clip: Rect, colour: Color32) -> Image {
        let corners = [pos2(2.0, 2.0), pos2(6.0, 2.0), pos2(6.0, 6.0), pos2(2.0, 6.0)];
        paint(clip, &corners.map(|corner| (corner, colour)), &[0, 1, 2, 0, 2, 3])
    }

    fn count(image: &Image, colour: [u8; 4]) -> usize {
        image.pixels.chunks_exact(4).filter(|pixel| *pixel == colour).count()
    }

    #[test]
    fn a_square_covers_its_pixels_once() {
        let image = square(Rect::EVERYTHING, RED);
        assert_eq!(count(&image, [255, 0, 0, 255]), 16);
        assert_eq!(image.pixel(2, 2), Some([255, 0, 0, 255]));
        assert_eq!(image.pixel(6, 6), Some([0, 0, 0, 255]));
        // Half transparent: the shared diagonal must not be painted twice.
        let half = square(Rect::EVERYTHING, Color32::from_rgba_premultiplied(128, 0, 0, 128));
        assert_eq!(count(&half, [128, 0, 0, 255]), 16);
    }

    #[test]
    fn nothing_leaves_the_clip_rectangle() {
        let clip = Rect::from_min_max(pos2(0.0, 0.0), pos2(4.0, 3.0));
        let image = square(clip, RED);
        assert_eq!(count(&image, [255, 0, 0, 255]), 2);
        assert_eq!(image.pixel(3, 2), Some([255, 0, 0, 255]));
    }

    #[test]
    fn winding_does_not_matter_and_colours_run() {
        let corners =
            [(pos2(0.0, 0.0), Color32::BLACK), (pos2(0.0, 8.0), Color32::BLACK), (pos2(8.0, 0.0), RED)];
        let one = paint(Rect::EVERYTHING, &corners, &[0, 1, 2]);
        assert_eq!(one, paint(Rect::EVERYTHING, &corners, &[2, 1, 0]));
        let red = |x| one.pixel(x, 0).map(|pixel| pixel[0]);
        assert!(red(0) < red(3) && red(3) < red(6), "{:?} {:?} {:?}", red(0), red(3), red(6));
    }

    #[test]
    fn linear_filtering_lies_between_texels() {
        let texels = vec![Color32::BLACK, Color32::WHITE];
        let mut texture = Texture { size: [2, 1], texels, options: TextureOptions::LINEAR };
        assert_eq!(texture.sample(0.25, 0.5)[0], 0.0);
        assert_eq!(texture.sample(0.5, 0.5)[0], 127.5);
        assert_eq!(texture.sample(1.5, 0.5)[0], 255.0);
        texture.options = TextureOptions::NEAREST_REPEAT;
        assert_eq!(texture.sample(1.2, 0.5)[0], 0.0);
    }

    #[test]
    fn zoom_makes_everything_larger() {
        let mut seen = Rect::NOTHING;
        let _ = picture([200, 100], 1.0, egui::Theme::Dark, |ui| {
            ui.ctx().set_zoom_factor(2.0);
            seen = ui.ctx().content_rect();
        });
        assert_eq!(seen.size(), egui::vec2(100.0, 50.0));
    }

    #[test]
    fn a_picture_shows_text_and_is_the_same_twice() {
        let draw = || {
            picture([160, 60], 1.5, egui::Theme::Light, |ui| {
                ui.label("Égalité");
            })
        };
        let image = draw();
        assert_eq!(image, draw());
        let background = image.pixel(159, 59).unwrap_or_default();
        assert!(count(&image, background) < 160 * 60 - 100);
        let mut file = Vec::new();
        image.write_png(&mut file).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
        let mut pixels = vec![0; image.pixels.len()];
        reader.next_frame(&mut pixels).unwrap();
        assert_eq!(pixels, image.pixels);
    }
}
