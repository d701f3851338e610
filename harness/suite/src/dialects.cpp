#include "assay/suite/dialects.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "assay/base/home.hpp"
#include "assay/suite/names.hpp"
#include "folder.hpp"
#include "toml_file.hpp"

namespace assay::suite {
namespace {

constexpr std::array<std::pair<std::string_view, Answers>, 7> words{{{"any", Answers::any},
                                                                     {"envelope", Answers::envelope},
                                                                     {"identify", Answers::identify},
                                                                     {"reply", Answers::reply},
                                                                     {"fault", Answers::fault},
                                                                     {"sender-fault", Answers::sender_fault},
                                                                     {"refusal", Answers::refusal}}};

Answers answers(const TomlFile& file, const toml::table& table) {
    const std::string text = file.required_text(table, "on");
    const auto found = std::ranges::find(words, text, &std::pair<std::string_view, Answers>::first);
    if (found != words.end()) return found->second;
    std::vector<std::string> known;
    known.reserve(words.size());
    for (const auto& [word, value] : words) known.emplace_back(word);
    file.refuse(*table.get("on"), fmt::format("'{}' is no kind of answer", text),
                did_you_mean(text, known, fmt::format("known are {}", fmt::join(known, ", "))));
}

void check(const TomlFile& file, const toml::table& table, const Sign& sign) {
    const int places = (sign.xpath.empty() ? 0 : 1) + (sign.field.empty() ? 0 : 1) +
                       (sign.prefix.empty() ? 0 : 1) + (sign.status == 0 ? 0 : 1);
    if (places != 1) {
        file.refuse(table, fmt::format("the sign '{}' shows in {} places", sign.id, places),
                    "give one of xpath, field, prefix and status");
    }
    if (!sign.value.empty() && sign.xpath.empty() && sign.field.empty())
        file.refuse(*table.get("value"), "only an xpath or a field has a value", "leave it out");
}

Sign sign_from(const TomlFile& file, const toml::table& table) {
    file.allow_only(table, {"id", "meaning", "source", "on", "request", "xpath", "field", "prefix", "status",
                            "value", "absent", "always", "decisive", "weight"});
    Sign sign;
    sign.id = file.required_text(table, "id");
    sign.meaning = file.required_text(table, "meaning");
    sign.source = file.required_text(table, "source");
    sign.on = answers(file, table);
    sign.request = file.text(table, "request");
    sign.xpath = file.text(table, "xpath");
    sign.field = file.text(table, "field");
    sign.prefix = file.text(table, "prefix");
    sign.value = file.text(table, "value");
    sign.absent = file.flag(table, "absent", false);
    sign.always = file.flag(table, "always", false);
    sign.decisive = file.flag(table, "decisive", false);
    if (const toml::node* status = table.get("status")) sign.status = status->value_or(0);
    if (const toml::node* weight = table.get("weight")) sign.weight = weight->value_or(0.0);
    if (sign.weight <= 0) file.refuse(table, "a sign without weight says nothing", "give a weight above 0");
    check(file, table, sign);
    return sign;
}

Dialect dialect_from(const std::filesystem::path& path) {
    const TomlFile file{base::read_file(path), path.string()};
    file.allow_only(file.root(), {"name", "title", "bugs", "sign"});
    Dialect dialect{
        file.required_text(file.root(), "name"), file.required_text(file.root(), "title"), {}, {}};
    for (const toml::table* table : file.tables("sign")) dialect.signs.push_back(sign_from(file, *table));
    if (const toml::node* bugs = file.root().get("bugs")) {
        if (!bugs->is_array()) file.refuse(*bugs, "'bugs' is not a list", "write [\"B005: …\"]");
        for (const toml::node& bug : *bugs->as_array()) dialect.bugs.push_back(bug.value_or(std::string{}));
    }
    return dialect;
}

}  // namespace

std::vector<Dialect> read_dialects(const std::filesystem::path& folder) {
    std::vector<Dialect> dialects;
    if (!std::filesystem::is_directory(folder)) return dialects;
    for (const auto& path : files_in(folder, ".toml", false)) dialects.push_back(dialect_from(path));
    return dialects;
}

}  // namespace assay::suite
