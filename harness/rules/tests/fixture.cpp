#include "fixture.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "assay/base/home.hpp"
#include "assay/base/text.hpp"
#include "assay/vocab/names.hpp"

namespace assay::rules::testing {
namespace {

namespace ns = vocab::ns;

using Lines = std::vector<std::string>;

struct Edit {
    bool of_request = false;
    std::string removed;
    std::string added;
};

struct Block {
    std::string name;
    std::string like;
    Lines after;
    std::string unlawful;
    std::uint32_t connection = 1;
    std::string ended = "answered";
    bool tls = false;
    std::string request;
    std::string response;
    std::map<std::string, std::string> encodings;  // by message
    std::vector<Edit> edits;
    std::vector<ExpectedFinding> breaks;
};

[[noreturn]] void fail(const std::string& name, const std::string& why) {
    throw std::runtime_error{"fixtures/exchanges, " + name + ": " + why};
}

Lines words(const std::string& text) {
    std::istringstream in{text};
    Lines all;
    for (std::string word; in >> word;) all.push_back(word);
    return all;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

std::string namespaces() {
    std::string all;
    for (const auto& each :
         {ns::s, ns::wsa, ns::wxf, ns::wsen, ns::wsman, ns::wsmid, ns::wsmb, ns::xsi, ns::wse}) {
        all += "xmlns:" + std::string{each.prefix} + "=\"" + std::string{each.uri} + "\" ";
    }
    return all + "xmlns:p=\"http://schemas.assay.example/wbem/1/Assay_Item\"";
}

void fill(std::string& text) {
    for (auto at = text.find("{fill "); at != std::string::npos; at = text.find("{fill ")) {
        const auto end = text.find('}', at);
        text.replace(at, end - at + 1, std::stoul(text.substr(at + 6, end - at - 6)), 'x');
    }
}

std::string encoded(std::string body, const std::string& encoding) {
    if (encoding.empty() || encoding == "utf-8") return body;
    if (encoding != "utf-16le") throw std::runtime_error{"unknown encoding " + encoding};
    return "\xFF\xFE" + base::utf16_from_utf8(body, base::ByteOrder::little).value();
}

/// From the lines of a message to its octets.
std::string octets_of(std::string message, const std::string& encoding) {
    if (message.empty()) return {};
    replace_all(message, "{namespaces}", namespaces());
    replace_all(message, "{mark}", "\xEF\xBB\xBF");
    fill(message);
    const auto end = message.find("\n\n");
    std::string head = message.substr(0, end) + "\n\n";
    const std::string body = encoded(end == std::string::npos ? "" : message.substr(end + 2), encoding);
    replace_all(head, "{length}", std::to_string(body.size()));
    constexpr std::string_view last = "</s:Envelope>";
    replace_all(head, "{envelope}", std::to_string(body.find(last) + last.size()));
    replace_all(head, "\n", "\r\n");
    return head + body;
}

class BlockReader {
public:
    explicit BlockReader(std::string name) { block_.name = std::move(name); }

    void take(const std::string& line) {
        if (directive(line)) return;
        if (edit_ != nullptr) return take_edit(line);
        if (message_ == nullptr) fail(block_.name, "not understood: " + line);
        *message_ += (begun_ ? "\n" : "") + line;
        begun_ = true;
    }

    Block finished() { return std::move(block_); }

private:
    bool directive(const std::string& line) {
        const Lines all = words(line);
        if (line == "request" || line == "response") {
            message_ = line == "request" ? &block_.request : &block_.response;
            message_->clear();
            begun_ = false;
            edit_ = nullptr;
            return true;
        }
        if (line == "edit request" || line == "edit response") {
            edit_ = &block_.edits.emplace_back();
            edit_->of_request = line == "edit request";
            return true;
        }
        if (!all.empty() && all[0] == "breaks") {
            block_.breaks.push_back({all.at(1), all.at(2), all.at(3), all.size() > 4 ? all[4] : ""});
            return true;
        }
        return message_ == nullptr && edit_ == nullptr && setting(all, line);
    }

    bool setting(const Lines& all, const std::string& line) {
        if (all.empty() || all[0] == "#") return true;
        if (all[0] == "like")
            block_.like = all.at(1);
        else if (all[0] == "after")
            block_.after.assign(all.begin() + 1, all.end());
        else if (all[0] == "unlawful")
            block_.unlawful = line.substr(9);
        else if (all[0] == "connection")
            block_.connection = static_cast<std::uint32_t>(std::stoul(all.at(1)));
        else if (all[0] == "ended")
            block_.ended = all.at(1);
        else if (all[0] == "tls")
            block_.tls = true;
        else if (all[0] == "encode")
            block_.encodings[all.at(1)] = all.at(2);
        else
            return false;
        return true;
    }

    void take_edit(const std::string& line) {
        if (line.empty() || (line[0] != '-' && line[0] != '+')) fail(block_.name, "not an edit: " + line);
        std::string& text = line[0] == '-' ? edit_->removed : edit_->added;
        text += (text.empty() ? "" : "\n") + line.substr(1);
    }

    Block block_;
    std::string* message_ = nullptr;
    Edit* edit_ = nullptr;
    bool begun_ = false;
};

Block block_from(const Lines& lines) {
    BlockReader reader{words(lines.front()).at(2)};
    std::for_each(lines.begin() + 1, lines.end(), [&](const std::string& line) { reader.take(line); });
    return reader.finished();
}

/// The block once, or once for each of its rows.
std::vector<Lines> repeated(Lines lines) {
    std::vector<Lines> rows;
    std::erase_if(lines, [&](const std::string& line) {
        if (!line.starts_with("row ")) return false;
        Lines cells;
        std::istringstream in{line.substr(4)};
        for (std::string cell; std::getline(in, cell, '|');) cells.emplace_back(base::trimmed(cell));
        rows.push_back(cells);
        return true;
    });
    if (rows.empty()) return {lines};
    std::vector<Lines> copies;
    for (const Lines& row : rows) {
        copies.push_back(lines);
        for (std::string& line : copies.back()) {
            for (std::size_t i = 0; i < row.size(); ++i)
                replace_all(line, "{" + std::to_string(i) + "}", row[i]);
        }
    }
    return copies;
}

void read_file(const std::filesystem::path& file, std::map<std::string, Block>& blocks) {
    std::istringstream in{base::read_file(file)};
    std::vector<Lines> all;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("--- exchange ")) {
            all.push_back({line});
        } else if (!all.empty()) {
            all.back().push_back(line);
        }
    }
    for (Lines& lines : all) {
        while (lines.back().empty()) lines.pop_back();
        for (const Lines& one : repeated(lines)) {
            Block block = block_from(one);
            const std::string name = block.name;
            if (!blocks.emplace(name, std::move(block)).second) fail(name, "there are two of this name");
        }
    }
}

/// The block with what it copies, edited.
Block resolved(const std::map<std::string, Block>& blocks, const std::string& name) {
    const auto found = blocks.find(name);
    if (found == blocks.end()) fail(name, "there is no such exchange");
    Block block = found->second;
    if (!block.like.empty()) {
        const Block model = resolved(blocks, block.like);
        if (block.request.empty()) block.request = model.request;
        if (block.response.empty()) block.response = model.response;
        if (block.unlawful.empty()) block.unlawful = model.unlawful;
        block.encodings.insert(model.encodings.begin(), model.encodings.end());
    }
    for (const Edit& edit : block.edits) {
        std::string& message = edit.of_request ? block.request : block.response;
        const auto at = message.find(edit.removed);
        if (at == std::string::npos || message.find(edit.removed, at + 1) != std::string::npos) {
            fail(name, "does not occur exactly once: " + edit.removed);
        }
        message.replace(at, edit.removed.size(), edit.added);
    }
    return block;
}

}  // namespace

Fixtures read_fixtures(const std::filesystem::path& folder) {
    std::map<std::string, Block> blocks;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() == ".exchanges") read_file(entry.path(), blocks);
    }
    Fixtures fixtures;
    for (const auto& [name, unresolved] : blocks) {
        Block block = resolved(blocks, name);
        Fixture& fixture = fixtures[name];
        fixture.name = name;
        fixture.after = block.after;
        fixture.breaks = block.breaks;
        fixture.exchange.connection = block.connection;
        fixture.exchange.unlawful_because = block.unlawful;
        fixture.exchange.ending = record::ending_from(block.ended).value();
        if (block.tls) fixture.exchange.tls.emplace();
        fixture.exchange.request = octets_of(block.request, block.encodings["request"]);
        fixture.exchange.response = octets_of(block.response, block.encodings["response"]);
    }
    return fixtures;
}

}  // namespace assay::rules::testing
