//! A printed page as plain blocks, and its two forms: one self-contained HTML
//! file, and Markdown with its pictures beside it. Knows no mark and no step.

use crate::text::Lang;
use std::fmt::Write;

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The page's title.
    Title(String),
    /// A heading.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// What somebody wrote, with a word on who.
    Quote(String, String),
    /// Names and values.
    Facts(Vec<(String, String)>),
    /// A table: heads and rows.
    Table(Vec<String>, Vec<Vec<String>>),
    /// A picture: a file name for Markdown, PNG bytes, a caption.
    Picture(String, Vec<u8>, String),
}

/// The page as one HTML file that needs nothing beside it, and runs nothing.
#[must_use]
pub fn html(blocks: &[Block], lang: Lang) -> String {
    let title = blocks.iter().find_map(|block| match block {
        Block::Title(text) => Some(text.as_str()),
        _ => None,
    });
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        lang.code(),
        escaped(title.unwrap_or_default()),
    );
    for block in blocks {
        html_block(&mut out, block);
    }
    out.push_str("</body>\n</html>\n");
    out
}

const STYLE: &str = "body{font:16px/1.5 'Noto Sans',system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b2430;background:#fff}\
h1{font-size:1.7rem;margin:0 0 .5rem}h2{font-size:1.15rem;margin:1.8rem 0 .4rem;border-bottom:1px solid #d5dbe3;padding-bottom:.2rem}\
table{border-collapse:collapse;width:100%;margin:.5rem 0}th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid #e3e8ee}\
th{color:#44505e;font-weight:600}dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.5rem 0}dt{color:#44505e}dd{margin:0}\
blockquote{margin:.4rem 0;padding:.3rem .8rem;border-left:4px solid #0072b2;background:#f4f7fa;white-space:pre-wrap}blockquote b{display:block;font-weight:600;color:#44505e}\
figure{margin:.8rem 0}img{max-width:100%;border:1px solid #d5dbe3}figcaption{color:#44505e;font-size:.9rem}\
@media print{body{margin:0;max-width:none;font-size:11pt}h2,figure,blockquote{break-inside:avoid}}";

fn html_block(out: &mut String, block: &Block) {
    // Writing to a String cannot fail.
    let _ = match block {
        Block::Title(text) => writeln!(out, "<h1>{}</h1>", escaped(text)),
        Block::Heading(text) => writeln!(out, "<h2>{}</h2>", escaped(text)),
        Block::Paragraph(text) => writeln!(out, "<p>{}</p>", escaped(text)),
        Block::Quote(who, text) => {
            writeln!(out, "<blockquote><b>{}</b>{}</blockquote>", escaped(who), escaped(text))
        }
        Block::Facts(facts) => {
            out.push_str("<dl>");
            for (name, value) in facts {
                let _ = write!(out, "<dt>{}</dt><dd>{}</dd>", escaped(name), escaped(value));
            }
            writeln!(out, "</dl>")
        }
        Block::Table(heads, rows) => {
            let cells = |cells: &[String], tag: &str| {
                cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell))).collect::<String>()
            };
            let _ = writeln!(out, "<table><tr>{}</tr>", cells(heads, "th"));
            for row in rows {
                let _ = writeln!(out, "<tr>{}</tr>", cells(row, "td"));
            }
            writeln!(out, "</table>")
        }
        Block::Picture(_, png, caption) => writeln!(
            out,
            "<figure><img alt=\"{0}\" src=\"data:image/png;base64,{1}\"><figcaption>{0}</figcaption></figure>",
            escaped(caption),
            base64(png),
        ),
    };
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// The page as Markdown; its pictures lie beside it under their names.
#[must_use]
pub fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        // Writing to a String cannot fail.
        let _ = match block {
            Block::Title(text) => writeln!(out, "# {}\n", plain(text)),
            Block::Heading(text) => writeln!(out, "## {}\n", plain(text)),
            Block::Paragraph(text) => writeln!(out, "{}\n", plain(text)),
            Block::Quote(who, text) => {
                let lines = text.lines().map(|line| format!("> {}\n", plain(line))).collect::<String>();
                writeln!(out, "> **{}**\n>\n{lines}", plain(who))
            }
            Block::Facts(facts) => {
                for (name, value) in facts {
                    let _ = writeln!(out, "- {}: {}", plain(name), plain(value));
                }
                writeln!(out)
            }
            Block::Table(heads, rows) => {
                let line = |cells: &[String]| {
                    let cells: Vec<String> =
                        cells.iter().map(|cell| plain(cell).replace('\n', " ")).collect();
                    format!("| {} |", cells.join(" | "))
                };
                let _ = writeln!(out, "{}\n|{}", line(heads), " --- |".repeat(heads.len()));
                for row in rows {
                    let _ = writeln!(out, "{}", line(row));
                }
                writeln!(out)
            }
            Block::Picture(file, _, caption) => writeln!(out, "![{}]({file})\n", plain(caption)),
        };
    }
    out
}

/// Text that Markdown must not take for its own signs.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '|') {
            out.push('\\');
        }
        out.push(if c.is_control() && c != '\n' { ' ' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_students_write_stays_text() {
        let blocks = [
            Block::Title("R&D".into()),
            Block::Quote("Zoé".into(), "<script>alert(1)</script>\n| *b*".into()),
            Block::Table(vec!["a".into()], vec![vec!["x|y".into()]]),
        ];
        let page = html(&blocks, Lang::Fr);
        assert!(page.contains("<title>R&amp;D</title>") && page.contains("lang=\"fr\""));
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"));
        let text = markdown(&blocks);
        assert!(text.contains("> \\<script\\>alert(1)\\</script\\>\n> \\| \\*b\\*\n"), "{text}");
        assert!(text.contains("| x\\|y |"), "{text}");
    }

    #[test]
    fn a_picture_is_in_the_page_or_beside_it() {
        let blocks = [Block::Picture("p1.png".into(), vec![1, 2, 3], "0:14".into())];
        assert!(html(&blocks, Lang::En).contains("src=\"data:image/png;base64,AQID\""));
        assert_eq!(markdown(&blocks), "![0:14](p1.png)\n\n");
    }
}
