//! `verify reference`: the options and the JSON fields as a page of the book, read from the types.

use std::fmt::Write;

use clap::{Arg, Command, CommandFactory};
use itertools::Itertools;
use orthant::learn::data::info::Info;
use orthant::learn::on_the_cube::learned::Learned;
use orthant::learn::predict::predictions::Predictions;
use orthant::learn::results::comparison::Comparison;
use orthant::learn::results::single::Single;
use orthant::learn::results::spread::Spread;
use orthant::page::{Shown, markdown_cell};
use orthant::question3::{Question3, Sweep};
use orthant::report::Judged;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

use super::check::Judgement;
use super::shown::Results;
use super::{Arguments, Outcome};

/// What the page begins with.
const BEGINNING: &str = "\
# Reference

This page lists every option of every command, and every field of the JSON that they print. The program writes it
itself (`just reference`). What the commands do is described in [The command line](command-line.md).

## Options

The last column of an option that takes a word lists the words.
";

/// What is written between the options and the JSON.
const BETWEEN: &str = "
## JSON

A dot leads to a field of an object, and `[]` stands for each entry of a list. A number that may be large or a fraction
is a string.
";

/// Prints the page.
pub fn run() -> anyhow::Result<Outcome> {
    Results::new(false).print(&page())?;
    Ok(Outcome::Holds)
}

fn page() -> String {
    let mut page = BEGINNING.to_owned();
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    options(&command, &mut page);
    page += BETWEEN;
    let mut fields = Fields::default();
    fields.table("`verify q3` for one function", <Question3 as Shown>::record);
    fields.table("`verify q3` for many functions", <Sweep as Shown>::record);
    let title = "`verify q1` and `verify q2` for one training";
    fields.table(title, <Single<'_> as Shown>::record);
    let title = "`verify q1` and `verify q2` for a list of values";
    fields.table(title, <Comparison<'_> as Shown>::record);
    fields.table("`verify q1` with `--spread`", <Spread<'_> as Shown>::record);
    fields.table(
        "`verify q2` with `--target`",
        <Learned<'_> as Shown>::record,
    );
    fields.table("`verify report`", <Judged<'_> as Shown>::record);
    fields.table("`verify check`, for each file", |judgement: &Judgement| {
        judgement
    });
    fields.table("`verify data info`", <Info as Shown>::record);
    fields.table("`verify predict`", <Predictions as Shown>::record);
    page + &fields.page
}

/// The tables of the options of a command's subcommands, and of theirs.
fn options(command: &Command, page: &mut String) {
    for command in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let arguments = command.get_arguments();
        let shown = |argument: &&Arg| !argument.is_hide_set() && argument.get_id() != "help";
        let rows = arguments.filter(shown).map(option).collect_vec();
        if !rows.is_empty() {
            let name = command.get_bin_name().expect("the command is built");
            table(
                page,
                &format!("`{name}`"),
                ["option", "default", "meaning"],
                &rows,
            );
        }
        options(command, page);
    }
}

/// An option as it is written, its default, and what it means.
fn option(argument: &Arg) -> [String; 3] {
    let help = argument.get_long_help().or(argument.get_help());
    let help = help.map(ToString::to_string).unwrap_or_default();
    // A default that depends on something is part of the text.
    let (mut meaning, mut default) = match help.split_once(" [default: ") {
        Some((before, rest)) => {
            let (default, after) = rest.split_once(']').expect("a bracket is closed");
            (before.to_owned() + after, default.to_owned())
        }
        None => (help, String::new()),
    };
    if argument.get_action().takes_values() {
        let words = argument.get_possible_values();
        let words = words.iter().filter(|word| !word.is_hide_set());
        let words = words.map(|word| match word.get_help() {
            Some(help) => format!("`{}`: {help}", word.get_name()),
            None => format!("`{}`", word.get_name()),
        });
        for word in words {
            let _ = write!(meaning, "<br>{word}");
        }
        let defaults = argument.get_default_values().iter();
        let defaults = defaults.map(|value| format!("`{}`", value.to_string_lossy()));
        default += &defaults.format(", ").to_string();
    }
    if argument.is_required_set() {
        "required".clone_into(&mut default);
    }
    [format!("`{argument}`"), default, meaning]
}

/// Describes what a function returns as it is printed.
fn schema<'a, A: 'a, R: JsonSchema>(_: impl FnOnce(&'a A) -> R) -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut generator = settings
        .with(|settings| settings.inline_subschemas = true)
        .into_generator();
    generator.root_schema_for::<R>()
}

/// The tables of fields.
#[derive(Default)]
struct Fields {
    page: String,
    /// The objects that have been described, by where.
    described: Vec<(String, Map<String, Value>)>,
}

impl Fields {
    /// A table of all fields of the record that a function returns.
    fn table<'a, A: 'a, R: JsonSchema>(&mut self, title: &str, record: impl FnOnce(&'a A) -> R) {
        let mut rows = Vec::new();
        self.object(title, "", schema(record).as_value(), &mut rows);
        table(&mut self.page, title, ["field", "type", "meaning"], &rows);
    }

    /// The fields of an object whose own fields begin with `path`.
    fn object(&mut self, title: &str, path: &str, object: &Value, rows: &mut Vec<[String; 3]>) {
        let Some(properties) = object["properties"].as_object() else {
            return;
        };
        let place = match path.strip_suffix('.') {
            None => title.to_owned(),
            Some(path) => format!("`{path}` of {title}"),
        };
        self.described.push((place, properties.clone()));
        let required = object["required"].as_array().into_iter().flatten();
        let required = required.filter_map(Value::as_str).collect_vec();
        // The order of the fields in the type is kept for those that are always there.
        let optional = properties.keys().map(String::as_str);
        let optional = optional.filter(|name| !required.contains(name));
        for name in required.iter().copied().chain(optional) {
            let field = &properties[name];
            // A field that may be absent is never `null`.
            let kind = if required.contains(&name) {
                kind(field)
            } else {
                singular(without_null(field)) + ", or absent"
            };
            let path = format!("{path}{name}");
            rows.push([format!("`{path}`"), kind, meaning(field)]);
            self.inside(title, &path, without_null(field), rows);
        }
    }

    /// What is inside of a field: the fields of an object, or those of a list's entries.
    fn inside(&mut self, title: &str, path: &str, field: &Value, rows: &mut Vec<[String; 3]>) {
        if field["type"] == "array" {
            self.inside(title, &format!("{path}[]"), &field["items"], rows);
        } else if let Some((place, missing)) = self.described_at(field) {
            let last = rows.last_mut().expect("the field has a row");
            let subject = if path.ends_with(']') { "Each" } else { "It" };
            // A table need not say its own title.
            let place = place.strip_suffix(&format!(" of {title}")).unwrap_or(place);
            let _ = write!(last[2], " {subject} has the fields of {place}");
            if !missing.is_empty() {
                let missing = missing.iter().map(|name| format!("`{name}`"));
                let _ = write!(last[2], ", without {}", missing.format(", "));
            }
            last[2].push('.');
        } else if let Some(kinds) = kinds(field) {
            let names = kinds.iter().map(|(name, _)| format!("`{name}`"));
            let one_of = format!("One of {}.", names.format(", "));
            rows.push([format!("`{path}.kind`"), "string".to_owned(), one_of]);
            for (name, mut properties) in kinds {
                properties.remove("kind");
                rows.extend(properties.iter().map(|(field, schema)| {
                    let meaning = format!("If `kind` is `{name}`: {}", meaning(schema));
                    [format!("`{path}.{field}`"), kind(schema), meaning]
                }));
            }
        } else {
            self.object(title, &format!("{path}."), field, rows);
        }
    }

    /// Where an object has been described that has all fields of this one, and what else that one has.
    fn described_at(&self, object: &Value) -> Option<(&str, Vec<&str>)> {
        let properties = object["properties"].as_object()?;
        let has_all = |known: &Map<String, Value>| {
            let mut properties = properties.iter();
            properties.all(|(name, field)| known.get(name) == Some(field))
        };
        let mut described = self.described.iter();
        let (place, known) = described.find(|(_, known)| has_all(known))?;
        let missing = known.keys().filter(|name| !properties.contains_key(*name));
        Some((place, missing.map(String::as_str).collect()))
    }
}

/// The kinds of objects that a field may hold, each with its fields, if they are told apart by the field `kind`.
fn kinds(field: &Value) -> Option<Vec<(&str, Map<String, Value>)>> {
    let kinds = field["oneOf"].as_array()?.iter();
    let kinds = kinds.map(|kind| {
        let properties = kind["properties"].as_object()?;
        Some((
            kind["properties"]["kind"]["const"].as_str()?,
            properties.clone(),
        ))
    });
    kinds.collect()
}

/// What a field may hold if it is not `null`.
fn without_null(field: &Value) -> &Value {
    let choices = field["anyOf"].as_array().into_iter().flatten();
    let mut choices = choices.filter(|choice| choice["type"] != "null");
    choices.next().unwrap_or(field)
}

/// The words that a field may hold, each with what it means, if its type lists them.
fn words(field: &Value) -> Vec<(&str, &str)> {
    let words = without_null(field)["oneOf"]
        .as_array()
        .into_iter()
        .flatten();
    let words =
        words.filter_map(|word| Some((word["const"].as_str()?, word["description"].as_str()?)));
    words.collect()
}

/// The type of a field, in words.
fn kind(field: &Value) -> String {
    let may_be_null = match &field["type"] {
        Value::Array(types) => types.contains(&"null".into()),
        _ => field["anyOf"].is_array(),
    };
    let null = if may_be_null { " or null" } else { "" };
    singular(without_null(field)) + null
}

fn singular(field: &Value) -> String {
    let types = match &field["type"] {
        Value::Array(types) => types.iter().find(|kind| *kind != "null"),
        kind => Some(kind),
    };
    match types.and_then(Value::as_str) {
        Some("array") => match field["maxItems"].as_u64() {
            Some(count) => format!("list of {count} {}s", singular(&field["items"])),
            None => format!("list of {}", plural(&field["items"])),
        },
        Some(kind) => kind.to_owned(),
        None if words(field).is_empty() => "object".to_owned(),
        None => "string".to_owned(),
    }
}

fn plural(field: &Value) -> String {
    let singular = singular(field);
    match singular.strip_prefix("list") {
        Some(rest) => format!("lists{rest}"),
        None => singular + "s",
    }
}

/// The documentation of a field, on one line.
fn meaning(field: &Value) -> String {
    let documentation = |field: &Value| field["description"].as_str().map(str::to_owned);
    let documentation = documentation(field).or(documentation(without_null(field)));
    let mut meaning = documentation.unwrap_or_default();
    for (word, documentation) in words(field) {
        let _ = write!(meaning, "<br>`{word}`: {documentation}");
    }
    meaning
}

/// Adds a table to a page.
fn table(page: &mut String, title: &str, head: [&str; 3], rows: &[[String; 3]]) {
    let row = |cells: [&str; 3]| {
        let cells = cells.map(markdown_cell);
        format!("| {} |\n", cells.join(" | "))
    };
    let _ = write!(page, "\n### {title}\n\n{}{}", row(head), row(["---"; 3]));
    page.extend(
        rows.iter()
            .map(|cells| row(cells.each_ref().map(String::as_str))),
    );
}
