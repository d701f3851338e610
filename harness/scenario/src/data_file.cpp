#include "data_file.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "assay/base/text.hpp"
#include "place.hpp"

namespace assay::scenario {
namespace {

constexpr auto npos = std::string_view::npos;

/// Takes records off a CSV text; knows where it is.
class Csv {
public:
    Csv(const std::string& file, std::string_view text) : file_{file}, text_{text} {}

    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    [[nodiscard]] std::size_t line() const { return line_; }
    [[nodiscard]] std::size_t column() const { return at_ - line_begin_ + 1; }

    std::vector<std::string> record() {
        std::vector<std::string> fields;
        do {
            fields.push_back(field());
        } while (take(','));
        if (!at_end() && !take_line_end()) fail("a comma or the end of the line is expected here");
        return fields;
    }

    [[noreturn]] void fail(const std::string& what) const { fail(what, line_, column()); }
    [[noreturn]] void fail(const std::string& what, std::size_t line, std::size_t column) const {
        throw error_at(file_, text_, line, column, what,
                       "write CSV as RFC 4180 has it, with a line of names first");
    }

private:
    bool take(char wanted) {
        if (at_end() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }

    bool take_line_end() {
        const auto before = at_;
        static_cast<void>(take('\r'));
        if (!take('\n')) {
            at_ = before;
            return false;
        }
        begin_line();
        return true;
    }

    void begin_line() {
        ++line_;
        line_begin_ = at_;
    }

    std::string field() {
        if (at_end() || text_[at_] != '"') {
            const auto end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
            std::string value{text_.substr(at_, end - at_)};
            at_ = end;
            return value;
        }
        const std::size_t line = line_;
        const std::size_t begin = column();
        std::string value;
        for (++at_; !at_end(); ++at_) {
            if (text_[at_] == '"' && (at_ + 1 >= text_.size() || text_[at_ + 1] != '"')) {
                ++at_;
                return value;
            }
            if (text_[at_] == '"') ++at_;
            value += text_[at_];
            if (text_[at_] == '\n') {
                ++line_;
                line_begin_ = at_ + 1;
            }
        }
        fail("this quote is never closed", line, begin);
    }

    const std::string& file_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t line_begin_ = 0;
};

void escape(std::vector<std::string>& row) {
    for (std::string& value : row) value = base::xml_escaped(value);
}

std::string text_of(const nlohmann::ordered_json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

/// The values of an object in the order of the columns.
std::vector<std::string> row_of(const nlohmann::ordered_json& object, load::Table& table) {
    std::vector<std::string> row;
    if (table.columns.empty())
        for (const auto& [name, value] : object.items()) table.columns.push_back(name);
    for (const auto& [name, value] : object.items()) {
        if (std::ranges::find(table.columns, name) == table.columns.end())
            throw std::runtime_error{fmt::format("the first line has no '{}'", name)};
    }
    for (const std::string& column : table.columns) {
        const auto found = object.find(column);
        if (found == object.end()) throw std::runtime_error{fmt::format("'{}' is missing", column)};
        if (found->is_structured() || found->is_null())
            throw std::runtime_error{fmt::format("text, a number or a boolean is expected of '{}'", column)};
        row.push_back(text_of(*found));
    }
    return row;
}

}  // namespace

load::Table read_csv(const std::string& file, std::string_view text) {
    Csv csv{file, text};
    load::Table table{.name = file, .columns = csv.record(), .rows = {}};
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (std::find(table.columns.begin(), table.columns.begin() + static_cast<std::ptrdiff_t>(i),
                      table.columns[i]) != table.columns.begin() + static_cast<std::ptrdiff_t>(i))
            csv.fail(fmt::format("the column {} is there twice", table.columns[i]), 1, 1);
    }
    while (!csv.at_end()) {
        const std::size_t line = csv.line();
        std::vector<std::string> row = csv.record();
        if (row.size() == 1 && row[0].empty()) continue;  // an empty line
        if (row.size() != table.columns.size()) {
            csv.fail(fmt::format("{} values where the first line names {} columns", row.size(),
                                 table.columns.size()),
                     line, 1);
        }
        escape(row);
        table.rows.push_back(std::move(row));
    }
    if (table.rows.empty()) csv.fail("there is no row of values");
    return table;
}

load::Table read_json_lines(const std::string& file, std::string_view text) {
    constexpr const char* remedy = "write a JSON object a line, each with the same names";
    load::Table table{.name = file, .columns = {}, .rows = {}};
    std::size_t number = 0;
    for (std::string_view rest = text; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        ++number;
        if (base::trimmed(line).empty()) continue;
        try {
            const auto object = nlohmann::ordered_json::parse(line);
            if (!object.is_object()) throw std::runtime_error{"a JSON object is expected"};
            table.rows.push_back(row_of(object, table));
            escape(table.rows.back());
        } catch (const nlohmann::ordered_json::parse_error& error) {
            throw error_at(file, text, number, std::max<std::size_t>(error.byte, 1), "this is no JSON",
                           remedy);
        } catch (const nlohmann::ordered_json::exception&) {
            throw error_at(file, text, number, 1, "its text is not UTF-8", remedy);
        } catch (const base::SetupError&) {
            throw;
        } catch (const std::runtime_error& error) {
            const std::string what = error.what();
            const auto quote = what.find('\'');
            const auto name =
                quote == npos ? std::string{} : what.substr(quote + 1, what.rfind('\'') - quote - 1);
            const auto found = name.empty() ? npos : line.find("\"" + name + "\"");
            throw error_at(file, text, number, found == npos ? 1 : found + 1, what, remedy);
        }
    }
    if (table.rows.empty()) throw error_at(file, text, 1, 1, "there is no row of values", remedy);
    return table;
}

}  // namespace assay::scenario
