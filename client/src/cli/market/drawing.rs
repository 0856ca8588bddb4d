//! Candles as a picture: SVG, or PNG with a font of our own, so that it needs none of the system's.

use super::candle::{range, Candle};
use anyhow::{anyhow, bail, Context};
use limpid_primitives::market::Fen;
use plotters::{
    coord::Shift,
    prelude::*,
    style::{register_font, FontStyle},
};
use std::path::Path;

/// Width and height in pixels.
const SIZE: (u32, u32) = (1200, 720);
/// What is the same for all text.
const FONT: &str = "sans-serif";
/// Pixels between two candles, about.
const GAP: u32 = 3;
/// Days are written under the chart so often at most.
const DAYS_LABELLED: usize = 10;
// As Chinese exchanges have it: red rises, green falls.
const RISING: RGBColor = RGBColor(200, 30, 30);
const FALLING: RGBColor = RGBColor(20, 130, 60);
const CLOSE: RGBColor = RGBColor(60, 90, 160);

/// What a picture is made as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// Lines and text.
    Svg,
    /// Pixels.
    Png,
}

impl Picture {
    /// By the ending of a file's name.
    pub fn of(path: &Path) -> anyhow::Result<Picture> {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("svg") => Ok(Picture::Svg),
            Some("png") => Ok(Picture::Png),
            _ => bail!(
                "{}: a chart is an .svg or a .png file; give --out a name that ends so",
                path.display()
            ),
        }
    }

    /// Draws candles under a title.
    pub fn draw(self, title: &str, candles: &[Candle]) -> anyhow::Result<Vec<u8>> {
        let font = epaint_default_fonts::UBUNTU_LIGHT;
        register_font(FONT, FontStyle::Normal, font)
            .map_err(|_| anyhow!("the font this command comes with cannot be read"))?;
        match self {
            Picture::Svg => {
                let mut text = String::new();
                draw(SVGBackend::with_string(&mut text, SIZE), title, candles)?;
                Ok(text.into_bytes())
            }
            Picture::Png => {
                let (width, height) = SIZE;
                let bytes = usize::try_from(width)?
                    .saturating_mul(usize::try_from(height)?)
                    .saturating_mul(3);
                let mut pixels = vec![0; bytes];
                draw(
                    BitMapBackend::with_buffer(&mut pixels, SIZE),
                    title,
                    candles,
                )?;
                png(&pixels)
            }
        }
    }
}

fn png(pixels: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, SIZE.0, SIZE.1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(file)
}

/// Prices in the upper three quarters, units below.
fn draw<B: DrawingBackend>(backend: B, title: &str, candles: &[Candle]) -> anyhow::Result<()> {
    let area = backend.into_drawing_area();
    // An error of a backend is not one that can be sent between threads.
    let failed = |error: &dyn std::fmt::Display| anyhow!("the chart cannot be drawn: {error}");
    area.fill(&WHITE).map_err(|error| failed(&error))?;
    let (prices, units) = area.split_vertically((75).percent_height());
    draw_prices(&prices, title, candles).map_err(|error| failed(&error))?;
    draw_units(&units, candles).map_err(|error| failed(&error))?;
    area.present().map_err(|error| failed(&error))
}

type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

fn draw_prices<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    title: &str,
    candles: &[Candle],
) -> Drawn<B> {
    let (low, high) = range(candles).unwrap_or_default();
    // Some room above and below, also where all prices are the same.
    let room = (yuan(high) - yuan(low)).max(0.1) * 0.08;
    let mut chart = ChartBuilder::on(area)
        .caption(title, (FONT, 24))
        .margin(12)
        .x_label_area_size(30)
        .y_label_area_size(90)
        .build_cartesian_2d(
            across(candles),
            (yuan(low) - room).max(0.0)..yuan(high) + room,
        )?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .x_labels(DAYS_LABELLED)
        .x_label_formatter(&|place| day_at(candles, *place))
        .y_desc("yuan a unit")
        .y_label_formatter(&|price| format!("{price:.2}"))
        .label_style((FONT, 15))
        .draw()?;
    let width = width(area, candles);
    chart.draw_series((0u32..).zip(candles).map(|(place, candle)| {
        CandleStick::new(
            f64::from(place),
            yuan(candle.open),
            yuan(candle.high),
            yuan(candle.low),
            yuan(candle.last),
            RISING.filled(),
            FALLING.filled(),
            width,
        )
    }))?;
    let closes = (0u32..).zip(candles);
    let closes = closes.map(|(place, candle)| (f64::from(place), yuan(candle.close)));
    chart.draw_series(std::iter::once(PathElement::new(
        closes.collect::<Vec<_>>(),
        CLOSE.stroke_width(2),
    )))?;
    Ok(())
}

fn draw_units<B: DrawingBackend>(area: &DrawingArea<B, Shift>, candles: &[Candle]) -> Drawn<B> {
    let most = candles.iter().map(|candle| candle.units).max();
    let most = number(most.unwrap_or_default()).max(1.0);
    let mut chart = ChartBuilder::on(area)
        .margin(12)
        .x_label_area_size(0)
        .y_label_area_size(90)
        .build_cartesian_2d(across(candles), 0.0..most * 1.05)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .y_labels(3)
        .y_desc("units")
        .y_label_formatter(&|units| format!("{units:.0}"))
        .label_style((FONT, 15))
        .draw()?;
    chart.draw_series((0u32..).zip(candles).map(|(place, candle)| {
        let (from, to) = (f64::from(place) - 0.35, f64::from(place) + 0.35);
        let colour = match candle.open < candle.last {
            true => RISING,
            false => FALLING,
        };
        Rectangle::new([(from, 0.0), (to, number(candle.units))], colour.filled())
    }))?;
    Ok(())
}

/// One place a day that had trades, in order.
fn across(candles: &[Candle]) -> std::ops::Range<f64> {
    let count = u32::try_from(candles.len()).unwrap_or(u32::MAX);
    -0.5..f64::from(count.max(1)) - 0.5
}

/// The day at a place that is a whole number; the others have no name.
fn day_at(candles: &[Candle], place: f64) -> String {
    let nearest = place.round();
    let is_day = (place - nearest).abs() < 1e-6 && nearest >= 0.0;
    let candle = is_day.then(|| candles.get(nearest as usize)).flatten();
    candle.map_or_else(String::new, |candle| candle.day.to_string())
}

fn width<B: DrawingBackend>(area: &DrawingArea<B, Shift>, candles: &[Candle]) -> u32 {
    let count = u32::try_from(candles.len()).unwrap_or(u32::MAX).max(1);
    let share = area.dim_in_pixel().0.saturating_sub(120) / count;
    share.saturating_sub(GAP).clamp(1, 40)
}

/// Only to be drawn: money itself is whole numbers.
fn yuan(price: Fen) -> f64 {
    number(price.0) / 100.0
}

fn number(number: u64) -> f64 {
    number as f64
}

/// Writes a picture of candles to a file that is there whole or not at all.
pub fn write(path: &Path, title: &str, candles: &[Candle]) -> anyhow::Result<()> {
    let picture = Picture::of(path)?.draw(title, candles)?;
    crate::cli::evidence::write_whole(path, &picture)
        .with_context(|| format!("the chart is not written to {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{super::candle::tests::candle, *};

    fn candles() -> Vec<Candle> {
        vec![
            candle(1, [1_000, 1_200, 900, 1_100]),
            candle(2, [1_100, 1_150, 1_000, 1_010]),
            candle(3, [1_010, 1_010, 1_010, 1_010]),
        ]
    }

    #[test]
    fn an_svg_has_a_title_days_and_candles() {
        let picture = Picture::Svg.draw("class 1: NOx", &candles()).unwrap();
        let text = String::from_utf8(picture).unwrap();
        for part in [
            "<svg",
            "class 1: NOx",
            "2026-03-02",
            "yuan a unit",
            "#C81E1E",
        ] {
            assert!(text.contains(part), "{part}");
        }
        assert!(text.trim_end().ends_with("</svg>"));
    }

    #[test]
    fn a_png_has_text_without_a_font_of_the_system() {
        let titled = Picture::Png.draw("class 1: NOx", &candles()).unwrap();
        let untitled = Picture::Png.draw("", &candles()).unwrap();
        let decode = |file: &[u8]| {
            let decoder = png::Decoder::new(std::io::Cursor::new(file.to_vec()));
            let mut reader = decoder.read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            let info = reader.next_frame(&mut pixels).unwrap();
            assert_eq!((info.width, info.height), SIZE);
            pixels
        };
        let dark = |pixels: &[u8]| pixels.iter().filter(|value| **value < 80).count();
        assert!(
            dark(&decode(&titled)) > dark(&decode(&untitled)),
            "the title is drawn"
        );
    }

    #[test]
    fn no_days_are_an_empty_chart() {
        assert!(Picture::Png.draw("none", &[]).is_ok());
        assert!(Picture::Svg.draw("none", &[]).is_ok());
    }

    #[test]
    fn a_files_ending_says_what_it_is() {
        assert_eq!(Picture::of(Path::new("a.svg")).unwrap(), Picture::Svg);
        assert_eq!(Picture::of(Path::new("b/a.png")).unwrap(), Picture::Png);
        for name in ["a.jpg", "a", "svg"] {
            let error = Picture::of(Path::new(name)).unwrap_err();
            assert!(error.to_string().contains(".svg or a .png"), "{error}");
        }
    }
}
