//! Rust source without its comments and the content of its literals: what the rules look at, so
//! that a doc comment may say "no floats" and a message may name a database.

/// Blanks comments, strings and characters; line breaks stay, so that lines keep their numbers.
pub fn code_only(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = at + literal_or_comment(&chars[at..], at > 0 && is_word(chars[at - 1]));
        if end == at {
            out.push(chars[at]);
            at += 1;
        } else {
            let kept = chars[at..end]
                .iter()
                .map(|c| if *c == '\n' { '\n' } else { ' ' });
            out.extend(kept);
            at = end;
        }
    }
    out
}

pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of the comment or literal that begins here; 0 where code begins.
fn literal_or_comment(rest: &[char], after_word: bool) -> usize {
    let until = |found: Option<usize>| found.unwrap_or(rest.len());
    match rest {
        ['/', '/', ..] => until(rest.iter().position(|c| *c == '\n')),
        ['/', '*', ..] => until(block_comment(rest)),
        ['"', ..] => until(quoted(rest)),
        ['r', ..] if !after_word => raw_string(rest).unwrap_or(0),
        ['\'', '\\', ..] => until((3..rest.len()).find(|i| rest[*i] == '\'').map(|i| i + 1)),
        ['\'', _, '\'', ..] => 3,
        _ => 0,
    }
}

fn block_comment(rest: &[char]) -> Option<usize> {
    let mut depth = 0;
    let mut at = 0;
    loop {
        match rest.get(at..)? {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] if depth == 1 => return Some(at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            [] => return None,
            _ => at += 1,
        }
    }
}

fn quoted(rest: &[char]) -> Option<usize> {
    let mut at = 1;
    loop {
        match rest.get(at)? {
            '\\' => at += 2,
            '"' => return Some(at + 1),
            _ => at += 1,
        }
    }
}

fn raw_string(rest: &[char]) -> Option<usize> {
    let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
    let open = 1 + hashes;
    if rest.get(open) != Some(&'"') {
        return None;
    }
    let closes = |at: usize| {
        rest[at] == '"'
            && rest[at + 1..]
                .iter()
                .take(hashes)
                .filter(|c| **c == '#')
                .count()
                == hashes
    };
    let end = (open + 1..rest.len()).find(|at| closes(*at));
    Some(end.map_or(rest.len(), |at| at + 1 + hashes))
}

#[test]
fn comments_and_literals_are_blank() {
    let code = |text: &str| code_only(text).split_whitespace().collect::<String>();
    assert_eq!(code("a // f64\nb"), "ab");
    assert_eq!(code("a /* f64 /* in */ f64 */ b"), "ab");
    assert_eq!(code(r#"a("f64 \" f64")b"#), "a()b");
    assert_eq!(code("a(r#\"f64 \" f64\"#)b"), "a()b");
    assert_eq!(code("a('\"', b'\\'', '\\u{a0}')b"), "a(,b,)b");
    assert_eq!(code("fn a<'x>(b: &'x f64)"), "fna<'x>(b:&'xf64)");
    assert_eq!(code("for r in 0..1 { var\"\" }"), "forrin0..1{var}");
    assert_eq!(code_only("/*\n\n*/x").matches('\n').count(), 2);
}
