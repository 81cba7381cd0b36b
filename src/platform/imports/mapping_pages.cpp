// Saying once what the columns of a file mean, for formats whose columns are not fixed.
#include <algorithm>
#include <set>

#include "auth/event.h"
#include "base/csv.h"
#include "base/error.h"
#include "base/text.h"
#include "http/routes.h"
#include "imports/imports_served.h"

namespace imports {

constexpr std::size_t largest_sample = 64 * http::mebibyte;
constexpr std::size_t most_columns = 200;

namespace {

/// The names of the columns of a file that was sent, or the message that says why there are none.
struct Header {
    std::vector<std::string> columns;
    std::string problem_key;
};

/// One column with what it means; an empty field: nothing.
struct Choice {
    std::string column;
    std::string field;
};

}  // namespace

static Header header_of(std::string_view bytes) {
    Header header;
    try {
        base::csv::Reader reader(base::csv::from_text(bytes));
        if (reader.next()) {
            for (auto cell : reader.fields()) {
                auto name = base::trim(cell);
                if (!name.empty() && header.columns.size() < most_columns) header.columns.emplace_back(name);
            }
        }
    } catch (const base::csv::Error&) {
        header.columns.clear();
    }
    if (header.columns.empty()) header.problem_key = "imports.map.unreadable";
    return header;
}

static Header read_sample(http::PrepareCall& call) {
    kind_of(call, call.request.form.text("kind"));
    for (const auto& upload : call.request.uploads) {
        if (upload.field == "file" && !upload.bytes.empty()) return header_of(upload.bytes);
    }
    return {{}, "imports.map.no_file"};
}

static const Kind& mapped_kind(const http::Call& call, std::string_view name) {
    const auto& kind = kind_of(call, name);
    if (kind.fields.empty()) throw base::NotFound("the columns of this kind are fixed");
    return kind;
}

static http::Response sample_page(const http::Call& call, const Kind& kind, std::string_view problem_key) {
    html::View view;
    view.set("kind", kind.name).set("kind_words", kind_words(call, kind.name)).show("ask");
    if (!problem_key.empty()) {
        view.include("problems", "html/problems").add("problem").set("field", "file").set("message", call.text(problem_key));
    }
    return call.page(problem_key.empty() ? http::ok : http::unprocessable, "imports/mapping", call.text("imports.map.title"), std::move(view));
}

static http::Response show_sample_form(http::ReadCall& call) {
    return sample_page(call, mapped_kind(call, call.request.query.text("kind")), "");
}

static http::Response columns_page(const http::Call& call, const Kind& kind, const std::vector<Choice>& choices, std::string_view problem_key) {
    html::View view;
    view.set("kind", kind.name).set("kind_words", kind_words(call, kind.name)).set("name", call.request.form.text("name"));
    auto part = view.add("columns");
    std::size_t number = 0;
    for (const auto& choice : choices) {
        auto row = part.add("column");
        row.set("number", number++).set("column", choice.column);
        for (const auto& field : kind.fields) row.add("field").set("value", field.name).show_if(field.name == choice.field, "chosen");
    }
    part.set("name", call.request.form.text("name")).set("kind", kind.name);
    if (!problem_key.empty()) {
        view.include("problems", "html/problems").add("problem").set("field", "name").set("message", call.text(problem_key));
    }
    return call.page(problem_key.empty() ? http::ok : http::unprocessable, "imports/mapping", call.text("imports.map.title"), std::move(view));
}

/// The field that a header names by itself; each only once.
static std::string guess(const Kind& kind, std::string_view header, std::set<std::string>& used) {
    for (const auto& field : kind.fields) {
        bool named = base::equal_ignoring_ascii_case(field.name, header);
        for (const auto& alias : field.aliases) named = named || base::equal_ignoring_ascii_case(alias, header);
        if (named && used.insert(field.name).second) return field.name;
    }
    return "";
}

/// Shows the columns of the file with what they seem to mean. Nothing is stored.
static http::Response show_columns(http::WriteCall& call, Header& header) {
    const auto& kind = mapped_kind(call, call.request.form.text("kind"));
    if (!header.problem_key.empty()) return sample_page(call, kind, header.problem_key);
    std::vector<Choice> choices;
    choices.reserve(header.columns.size());
    std::set<std::string> used;
    for (const auto& column : header.columns) choices.push_back({column, guess(kind, column, used)});
    return columns_page(call, kind, choices, "");
}

static std::vector<Choice> read_choices(const http::Fields& form) {
    std::vector<Choice> choices;
    for (std::size_t number = 0; number < most_columns; ++number) {
        auto column = form.text("column" + std::to_string(number));
        if (column.empty()) break;
        choices.push_back({std::string(column), std::string(form.text("field" + std::to_string(number)))});
    }
    return choices;
}

static std::string_view wrong_with(const Kind& kind, const std::vector<Choice>& choices, const std::string& name) {
    if (name.empty()) return "imports.map.name_missing";
    std::set<std::string> used;
    for (const auto& choice : choices) {
        if (choice.field.empty()) continue;
        bool known = std::ranges::count(kind.fields, choice.field, &Field::name) > 0;
        if (!known || !used.insert(choice.field).second) return "imports.map.twice";
    }
    return "";
}

static http::Response create_mapping(http::WriteCall& call) {
    const auto& form = call.request.form;
    const auto& kind = mapped_kind(call, form.text("kind"));
    auto choices = read_choices(form);
    if (choices.empty()) return sample_page(call, kind, "imports.map.no_file");
    Mapping mapping{base::collapse_space(form.text("name")), {}};
    if (auto problem = wrong_with(kind, choices, mapping.name); !problem.empty()) return columns_page(call, kind, choices, problem);
    for (const auto& choice : choices) mapping.field_of_column.emplace(choice.column, choice.field);
    save_mapping(call.db, kind.name, mapping);
    auth::record(call.db, call.viewer, call.now, {.subject_kind = "import_mapping", .action = "saved", .why = mapping.name});
    return call.redirect_with_notice("/imports/new?kind=" + kind.name, call.text("imports.map.saved", {{"name", mapping.name}}));
}

void mapping_routes(http::Routes& routes, const http::Access& may_import) {
    routes.get("/imports/mappings/new", may_import, show_sample_form);
    routes.post("/imports/mappings/columns", may_import, read_sample, show_columns).body_limit(largest_sample);
    routes.post("/imports/mappings", may_import, create_mapping);
}

}  // namespace imports
