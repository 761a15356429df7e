//! Writes every page in its main states to a folder, to be looked at before and without a server.
//!
//! `cargo run -p jigsaw-http-poem --example gallery -- FOLDER [LANGUAGE]`, then open `FOLDER/index.html`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use askama::Template;
use jigsaw_domain::language::Language;
use jigsaw_http_poem::assets;

mod guest;
mod host;
mod sample;

/// Collects pages and writes them with the assets beside.
struct Gallery {
    folder: PathBuf,
    names: Vec<String>,
}

impl Gallery {
    fn new(folder: &Path) -> Result<Self, Box<dyn Error>> {
        fs::create_dir_all(folder.join("assets"))?;
        for asset in assets::all() {
            fs::write(folder.join("assets").join(&asset.hashed_name), &asset.bytes)?;
        }
        Ok(Self { folder: folder.to_owned(), names: Vec::new() })
    }

    fn add(&mut self, name: &str, page: &impl Template) -> Result<(), Box<dyn Error>> {
        // Relative, so that the folder can be opened as files.
        let html = page.render()?.replace("\"/assets/", "\"assets/");
        fs::write(self.folder.join(format!("{name}.html")), html)?;
        self.names.push(name.to_owned());
        Ok(())
    }

    fn finish(self) -> Result<usize, Box<dyn Error>> {
        let link = |name: &String| format!("<li><a href=\"{name}.html\">{name}</a></li>");
        let links: Vec<String> = self.names.iter().map(link).collect();
        let head = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Gallery</title>";
        fs::write(self.folder.join("index.html"), format!("{head}<ul>{}</ul></html>", links.concat()))?;
        Ok(self.names.len())
    }
}

#[expect(clippy::print_stdout, reason = "a tool for people says what it did")]
fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name the folder to write to")?;
    if let Some(language) = std::env::args().nth(2) {
        sample::speak(Language::parse(&language).map_err(|_| "there is no such language")?);
    }
    let mut gallery = Gallery::new(Path::new(&folder))?;
    host::add(&mut gallery)?;
    guest::add(&mut gallery)?;
    println!("{} pages in {folder}", gallery.finish()?);
    Ok(())
}
