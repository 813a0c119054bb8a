//! Places in the law as a letter names them: `Wkkgz 17(1)` becomes "artikel 17 lid 1 van de Wkkgz". Knows no rule.

use super::kind::Language;

/// A place in the law, written out. What is not of the form `ACT NUMBER(PARAGRAPH)` stays as it is.
pub(super) fn written(article: &str, language: Language) -> String {
    if article == "own complaints scheme" {
        let scheme = match language {
            Language::Dutch => "onze klachtenregeling",
            Language::English => "our complaints scheme",
        };
        return scheme.to_owned();
    }
    let Some((act, number, paragraph)) = parts(article) else { return article.to_owned() };
    let act = match (act, language) {
        ("AVG", Language::English) => "GDPR (AVG)",
        (act, _) => act,
    };
    match (paragraph, language) {
        (Some(paragraph), Language::Dutch) => {
            format!("artikel {number} lid {paragraph} van de {act}")
        }
        (None, Language::Dutch) => format!("artikel {number} van de {act}"),
        (Some(paragraph), Language::English) => {
            format!("article {number}({paragraph}) of the {act}")
        }
        (None, Language::English) => format!("article {number} of the {act}"),
    }
}

/// Act, article, paragraph.
fn parts(article: &str) -> Option<(&str, &str, Option<&str>)> {
    let (act, place) = article.split_once(' ')?;
    let (number, paragraph) = match place.split_once('(') {
        Some((number, rest)) => (number, Some(rest.strip_suffix(')')?)),
        None => (place, None),
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    (is_number(number) && paragraph.is_none_or(is_number)).then_some((act, number, paragraph))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_law_is_written_out_and_anything_else_stays() {
        let both =
            |article| (written(article, Language::Dutch), written(article, Language::English));
        let is = |dutch: &str, english: &str| (dutch.to_owned(), english.to_owned());
        assert_eq!(
            both("Wkkgz 17(2)"),
            is("artikel 17 lid 2 van de Wkkgz", "article 17(2) of the Wkkgz")
        );
        assert_eq!(both("AVG 34"), is("artikel 34 van de AVG", "article 34 of the GDPR (AVG)"));
        assert_eq!(
            both("own complaints scheme"),
            is("onze klachtenregeling", "our complaints scheme")
        );
        for other in ["handbook 5.2 (= AVG 34)", "Wkkgz 11(1)(a)", "IGJ", "Wkkgz 17(", "Wkkgz ()"] {
            assert_eq!(both(other), is(other, other));
        }
    }
}
