#include "assay/suite/driver.hpp"

#include <algorithm>

#include "assay/base/home.hpp"
#include "toml_file.hpp"

namespace assay::suite {
namespace {

template <class T>
std::vector<T> list(const TomlFile& file, const toml::table& table, std::string_view key, const char* what,
                    std::vector<T> otherwise = {}) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return otherwise;
    std::vector<T> values;
    if (const toml::array* array = node->as_array()) {
        for (const toml::node& each : *array) {
            const auto value =
                each.value_exact<std::conditional_t<std::is_same_v<T, int>, std::int64_t, T>>();
            if (!value) file.refuse(each, std::string{key} + ": a list of " + what, "write [ … ]");
            values.push_back(static_cast<T>(*value));
        }
    } else {
        file.refuse(*node, std::string{key} + ": a list of " + what, "write [ … ]");
    }
    return values;
}

Step read_step(const TomlFile& file, const toml::table& table) {
    file.allow_only(table, {"command", "timeout"});
    Step step;
    step.command = list<std::string>(file, table, "command", "words");
    if (step.command.empty())
        file.refuse(table, "the step has no command", R"(write command = ["program", "{url}"])");
    if (const toml::node* timeout = table.get("timeout")) {
        const auto seconds = timeout->value<double>();
        if (!seconds || *seconds <= 0 || *seconds > 600)
            file.refuse(*timeout, "timeout is in seconds, above 0 and up to 600", "write timeout = 15");
        step.timeout = std::chrono::milliseconds{static_cast<std::int64_t>(*seconds * 1000)};
    }
    return step;
}

Reported read_reported(const TomlFile& file, const toml::table& table) {
    file.allow_only(table, {"success", "fault", "transport", "fault_words", "transport_words"});
    return {.success = list<int>(file, table, "success", "exit codes", {0}),
            .fault = list<int>(file, table, "fault", "exit codes"),
            .transport = list<int>(file, table, "transport", "exit codes"),
            .fault_words = list<std::string>(file, table, "fault_words", "words"),
            .transport_words = list<std::string>(file, table, "transport_words", "words")};
}

bool says(const record::ClientEnd& end, const std::vector<std::string>& words) {
    return std::ranges::any_of(words, [&](const std::string& word) {
        return end.output.find(word) != std::string::npos || end.errors.find(word) != std::string::npos;
    });
}

}  // namespace

Driver parse_driver(const std::string& text, const std::filesystem::path& where) {
    const TomlFile file{text, where.string()};
    const toml::table& root = file.root();
    file.allow_only(root, {"name", "title", "steps", "reported", "facts"});
    Driver driver;
    driver.name = root.contains("name") ? file.text(root, "name") : where.stem().string();
    driver.title = file.text(root, "title");
    driver.toml = text;
    if (const toml::table* steps = file.table(root, "steps")) {
        for (const auto& [name, node] : *steps) {
            if (const toml::table* step = file.table(*steps, name.str()))
                driver.steps.emplace(name.str(), read_step(file, *step));
        }
    }
    if (driver.steps.empty())
        file.refuse(root, "the driver has no step",
                    R"(write [steps.get] and below it command = ["program"])");
    if (const toml::table* reported = file.table(root, "reported"))
        driver.reported = read_reported(file, *reported);
    script::Table facts;
    if (const toml::table* table = file.table(root, "facts"))
        facts = std::get<script::Table>(value_of(*table).held);
    facts.insert_or_assign("name", script::Value{driver.name});
    driver.facts.held = std::move(facts);
    return driver;
}

Driver read_driver(const std::filesystem::path& file) { return parse_driver(base::read_file(file), file); }

std::string kind_of(const record::ClientEnd& end, const Driver* driver) {
    switch (end.how) {
        case record::ClientEnding::not_seen: return "unknown";
        case record::ClientEnding::crashed: return "crashed";
        case record::ClientEnding::timed_out: return "timed_out";
        case record::ClientEnding::exited: break;
    }
    if (driver == nullptr || !end.exit_code) return "unknown";
    const Reported& reported = driver->reported;
    const auto is_one_of = [&](const std::vector<int>& codes) {
        return std::ranges::find(codes, *end.exit_code) != codes.end();
    };
    if (says(end, reported.fault_words)) return "fault";
    if (says(end, reported.transport_words)) return "transport";
    if (is_one_of(reported.success)) return "success";
    if (is_one_of(reported.fault)) return "fault";
    return is_one_of(reported.transport) ? "transport" : "error";
}

}  // namespace assay::suite
