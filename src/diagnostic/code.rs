//! The stable names of faults. A code never changes its meaning; what it explains is what SARIF shows as its rule.

use std::fmt;
use std::str::FromStr;

macro_rules! codes {
    ($($variant:ident $name:literal $explanation:literal)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($variant),+ }

        impl Code {
            pub const ALL: &[Code] = &[$(Code::$variant),+];

            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),+ }
            }

            /// One sentence: what the code stands for and why it matters.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => $explanation),+ }
            }
        }
    };
}

codes! {
    // Files.
    FileNotText "file-not-text" "A content file must be UTF-8 text, so that every reader sees the same words."
    FileName "file-name" "A file name must be plain text without control characters, because it becomes an address."
    FileTooLarge "file-too-large" "A page may have 1 MiB and its front matter 64 KiB, so that no file can stop a build."
    FileKind "file-kind" "Only regular files and folders are read; pipes, sockets and devices are not content."
    FileOutside "file-outside" "A symbolic link must lead to a place inside the hub."
    FileHidden "file-hidden" "Hidden files are never published; this one looks like content."
    // Front matter and data files.
    FrontMatterMissing "front-matter-missing" "A page starts with front matter between two lines of three hyphens."
    FrontMatterOpen "front-matter-open" "The front matter has a first line of three hyphens and no second one."
    YamlSyntax "yaml-syntax" "The YAML cannot be read as it stands."
    YamlColon "yaml-colon" "A second colon on the line makes YAML see another field; the text must be in quotes."
    YamlTab "yaml-tab" "YAML does not allow tabs to indent a line."
    DuplicateField "duplicate-field" "A field may be written once; of two, one would silently win."
    ConfigFault "config-fault" "`hub.yaml` has something that it does not know or cannot use."
    TypeFault "type-fault" "A content type's file has something that the type language does not know."
    LanguageFault "language-fault" "A file of the theme's words has something that no page shows, or lacks a gap that a page fills."
    // Fields.
    UnknownType "unknown-type" "The page names a content type that neither the theme nor the hub has."
    TypeFolder "type-folder" "Pages of a type live in that type's folder, so that addresses and lists can be trusted."
    UnknownField "unknown-field" "The type has no such field; a misspelt field would silently be lost."
    FieldMissing "field-missing" "The type requires the field."
    FieldEmpty "field-empty" "The field is written but has no value."
    FieldKind "field-kind" "The value is of another kind than the field takes."
    FieldChoice "field-choice" "The value is not one of the field's choices."
    FieldLimit "field-limit" "The value is longer, shorter, higher or lower than the field allows."
    FieldPattern "field-pattern" "The value does not have the form that the field asks for."
    FieldForbidden "field-forbidden" "The type forbids this field, because it must never reach the public."
    FieldRule "field-rule" "Two fields of the page contradict each other."
    DateFault "date-fault" "A date or an instant cannot be read, or does not exist."
    InstantZone "instant-zone" "An instant needs an offset or a zone; without it nobody knows when it is."
    InstantGap "instant-gap" "The clocks skip this hour, so the instant never happens."
    InstantTwice "instant-twice" "The clocks repeat this hour, so the instant happens twice."
    DuplicateId "duplicate-id" "Two records have the same permanent id."
    DuplicateTitle "duplicate-title" "Two pages in one language have the same title."
    DuplicateTerm "duplicate-term" "Two records explain the same word or acronym."
    DuplicateReference "duplicate-reference" "Two press notices have the same reference number."
    ReferenceMissing "reference-missing" "A field names a record that does not exist."
    ReferenceType "reference-type" "A field names a record of a type that it does not take."
    // Rules of the content types.
    RuleLaw "rule-law" "A recommendation that says `must` rests on law and cites it."
    RuleImpact "rule-impact" "A recommendation that claims impact rests on a research summary with strength 2 or more."
    RuleRetired "rule-retired" "A recommendation that is retired says why."
    RuleClaim "rule-claim" "A bottom line may not claim cause where the design of the study cannot show it."
    RuleNumber "rule-number" "Every number in a line for the press comes from a key figure."
    RuleSpeaker "rule-speaker" "Only a spokesperson is named in a media kit; front-line workers are protected."
    RuleFigure "rule-figure" "A key figure must make sense: shares between 0 and 100, ranges in order."
    RuleChart "rule-chart" "Figures of different kind or base may not share an axis unless the page says why."
    RuleStatus "rule-status" "A status needs a dated source."
    RuleDates "rule-dates" "Dates that follow each other must be in order."
    RuleCycle "rule-cycle" "Records may not lead back to themselves."
    RuleOneCurrent "rule-one-current" "Exactly one public description is the current one."
    RuleProceedings "rule-proceedings" "A case with open proceedings is not public without an embargo or legal sign-off."
    RulePrivate "rule-private" "Something here looks like private contact details."
    RuleMessage "rule-message" "A key message rests on a finding of the same page or on a source."
    RuleTable "rule-table" "A data file has the columns, the rows and the fingerprint that its page says."
    RuleReplaced "rule-replaced" "A record that replaces another and the one that it replaces name each other."
    ChartData "chart-data" "A chart shows key figures, or columns that its dataset has."
    RuleStale "rule-stale" "A record is past the date by which it should have been checked."
    TranslationFault "translation-fault" "A translation names the page that it was made from, and is the only one in its language."
    TranslationStale "translation-stale" "A page has changed since it was translated, so readers of the translation are told something older."
    // Markdown and what it refers to.
    RawHtml "raw-html" "HTML in Markdown is not published, so that content can never carry a script."
    LinkMissing "link-missing" "The link leads to no page of this hub."
    LanguageTag "language-tag" "Words in another language name it by a tag such as `cy`, so that screen readers and browsers know it."
    LinkScheme "link-scheme" "Links use https, http, mailto or tel; others can run code or lead nowhere."
    AnchorMissing "anchor-missing" "The page exists but has no such heading or part."
    LinkWithheld "link-withheld" "A public page refers to one that is not public yet; the words alone would leak it."
    AssetMissing "asset-missing" "The image or file does not exist."
    ImageAlt "image-alt" "An image says in words what it shows, for those who cannot see it."
    FigureMissing "figure-missing" "There is no key figure of that name."
    FigureDisagrees "figure-disagrees" "The words do not say what the key figure's record says."
    CitationMissing "citation-missing" "There is no source with that key."
    TermMissing "term-missing" "No glossary term or organisation has that name."
    IncludeMissing "include-missing" "The block that should stand here does not exist."
    IncludeCycle "include-cycle" "A block includes itself."
    FootnoteMissing "footnote-missing" "The footnote has no text."
    FootnoteUnused "footnote-unused" "Nothing refers to this footnote, so readers would not know what it is about."
    BlockAlone "block-alone" "A chart or a figure's card stands in a paragraph of its own, not inside a line of text."
    HeadingOrder "heading-order" "Headings go down one level at a time, so that the page has an outline."
    BibliographyFault "bibliography-fault" "The list of sources cannot be read."
    // What an editor would mark.
    LinkVague "link-vague" "The words of a link say where it leads, for those who go from link to link."
    TableHeader "table-header" "Every column of a table has a heading, for those who hear one cell at a time."
    AcronymUnknown "acronym-unknown" "A short form is explained by the page, the glossary or an organisation's record."
    NameNear "name-near" "A name here differs by a letter or two from one that the hub has on record."
    NumberUnbacked "number-unbacked" "A share, a sum of money or a large count leads to a key figure or to a source."
    BlockCopied "block-copied" "Twelve words in a row that stand on two pages are included, not copied."
    ReadingAge "reading-age" "The page is harder to read than its type allows."
    PlainWord "plain-word" "There is a plainer word that says the same."
    PageOrphan "page-orphan" "No page, list or menu leads to this page."
    ReviewOverdue "review-overdue" "The day by which somebody should have read the page again has passed."
    EndsSoon "ends-soon" "A consent, a line, a rating or the page itself ends soon, or has ended."
    WaiverUnused "waiver-unused" "A waiver in the front matter sets nothing aside."
    // The site as a whole.
    AddressTaken "address-taken" "Two pages, files or redirects would have the same address."
    AddressVanished "address-vanished" "An address that was published leads nowhere; whoever kept it would find nothing."
    PublishedFault "published-fault" "`_published.txt` has a line that is no address."
    RedirectLoop "redirect-loop" "Redirects lead back to where they started."
    RedirectChain "redirect-chain" "A redirect leads to another redirect; it should lead to the page itself."
    RedirectTarget "redirect-target" "A redirect leads to a page that does not exist."
    NavigationTarget "navigation-target" "The navigation names a page that does not exist."
    // Readers' safety.
    Sensitive "sensitive" "A page on a subject that can harm readers says so; helplines, advice for reporters and a quick way off come with it."
    // Search.
    SearchFault "search-fault" "`_search.yaml` has something that it does not know or cannot use."
    SearchMiss "search-miss" "A query of `_search.yaml` does not find the page that it should among the first."
    SearchUnfound "search-unfound" "No query that a reader is likely to try finds the page."
    // Theme.
    TemplateSyntax "template-syntax" "A template cannot be read."
    TemplateField "template-field" "A template asks for something that its page does not have."
    TemplateMissing "template-missing" "A content type or a template names a template that does not exist."
    TemplateRender "template-render" "A template failed while a page was drawn."
    ThemeOverride "theme-override" "A file in `_theme` replaces nothing and is used by nothing."
    Internal "internal" "A fault of almoner itself, not of the content."
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Code {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Code::ALL.iter().copied().find(|code| code.name() == name).ok_or(())
    }
}
