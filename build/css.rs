//! A small subset of a minified stylesheet: the rules whose classes the pages use.
//!
//! dkfds has 215 KB of rules for components and 200 icons we never show; a page needs a tenth.

use std::collections::HashSet;

/// Keeps the rules of `css` of which at least one selector has all its classes in `used`, a text
/// in which every word counts as a class that may be used.
pub fn subset(css: &str, used: &str) -> String {
    let words: HashSet<&str> = used
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .collect();
    let mut out = String::new();
    keep_rules(&without_comments(css), &words, &mut out);
    out
}

/// The icon files that the stylesheet refers to.
pub fn icons(css: &str) -> Vec<String> {
    let mut names: Vec<String> = css
        .split("url(")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter_map(|url| url.strip_prefix("../img/svg-icons/"))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Replaces every `url(path/NAME)` by the address `url_of(NAME)`; data URLs stay.
pub fn rewrite_urls(css: &str, url_of: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("url(") {
        let (url, tail) = after.split_once(')').ok_or("a url( without its )")?;
        let bare = url.trim_matches(['"', '\'']);
        out.push_str(before);
        if bare.starts_with("data:") {
            out.push_str(&format!("url({url})"));
        } else {
            let name = bare.rsplit('/').next().unwrap_or(bare);
            let address = url_of(name)
                .ok_or_else(|| format!("the stylesheet uses {bare}, which is not embedded"))?;
            out.push_str(&format!("url({address})"));
        }
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, tail)| tail);
    }
    out.push_str(rest);
    out
}

fn keep_rules(css: &str, words: &HashSet<&str>, out: &mut String) {
    let mut rest = css.trim();
    while !rest.is_empty() {
        let Some(open) = rest.find(['{', ';']) else {
            return;
        };
        if rest.as_bytes()[open] == b';' {
            // @charset and the like: nothing we need.
            rest = rest[open + 1..].trim_start();
            continue;
        }
        let head = &rest[..open];
        let close = closing_brace(rest, open);
        let body = &rest[open + 1..close];
        rest = rest[close + 1..].trim_start();
        if head.starts_with("@media") || head.starts_with("@supports") {
            let mut inner = String::new();
            keep_rules(body, words, &mut inner);
            if !inner.is_empty() {
                out.push_str(&format!("{head}{{{inner}}}"));
            }
        } else if !head.starts_with('@') {
            // Fonts (@font-face) are our own rules; the rest of dkfds's at-rules animate parts we do not use.
            let kept: Vec<&str> = split_selectors(head)
                .into_iter()
                .filter(|selector| is_used(selector, words))
                .collect();
            if !kept.is_empty() {
                out.push_str(&format!("{}{{{body}}}", kept.join(",")));
            }
        }
    }
}

fn closing_brace(css: &str, open: usize) -> usize {
    let mut depth = 0;
    for (i, byte) in css.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return i;
        }
    }
    css.len() - 1
}

/// Splits at the commas that stand outside parentheses.
fn split_selectors(head: &str) -> Vec<&str> {
    let (mut depth, mut start, mut out) = (0, 0, Vec::new());
    for (i, byte) in head.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b',' if depth == 0 => {
                out.push(&head[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    out.push(&head[start..]);
    out
}

/// All classes outside `:not(…)` are used.
fn is_used(selector: &str, words: &HashSet<&str>) -> bool {
    let mut depth = 0;
    let outside: String = selector
        .chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            depth == 0
        })
        .collect();
    outside.split('.').skip(1).all(|part| {
        let end = part
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
            .unwrap_or(part.len());
        words.contains(&part[..end])
    })
}
