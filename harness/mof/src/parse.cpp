#include "assay/mof/parse.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/base/text.hpp"
#include "parser.hpp"
#include "utf8.hpp"

namespace assay::mof {
namespace {

/// The place of an octet in `text`, which is well-formed UTF-8 before it.
Place place_of(std::string_view text, std::size_t octet, std::uint32_t file) {
    Place place{.file = file, .line = 1, .column = 1};
    for (std::size_t at = 0; at < octet;) {
        const char32_t c = decode_utf8(text, at);
        ++place.column;
        if (c == '\n') place = {.file = file, .line = place.line + 1, .column = 1};
    }
    return place;
}

std::optional<std::string> from_utf16(const std::string& text) {
    const auto octets = base::octets_of(text).subspan(2);
    return base::utf8_from_utf16(octets, text[0] == '\xFE' ? base::ByteOrder::big : base::ByteOrder::little);
}

/// The text as UTF-8 without a byte-order mark; what is before the first wrong octet, with a report of that.
std::string decoded(Session& session, const Source& source, std::uint32_t file) {
    const Place start{.file = file, .line = 1, .column = 1};
    if (source.text.size() > session.limits.octets) {
        session.reporter.report(start,
                                fmt::format("the file has more than {} octets", session.limits.octets));
        return {};
    }
    if (source.text.starts_with("\xFF\xFE") || source.text.starts_with("\xFE\xFF")) {
        if (auto text = from_utf16(source.text)) return *text;
        session.reporter.report(start, "the file begins like UTF-16, but is not");
        return {};
    }
    std::string text = source.text.starts_with("\xEF\xBB\xBF") ? source.text.substr(3) : source.text;
    while (const auto wrong = first_wrong_octet(text)) {
        if (session.reporter.is_full()) return {};
        session.reporter.report(
            place_of(text, *wrong, file),
            fmt::format("the octet {:#04x} is not UTF-8 here", static_cast<unsigned char>(text[*wrong])));
        text[*wrong] = '?';
    }
    return text;
}

/// Files relative to the folder of the including file.
std::optional<Source> file_beside(const std::string& asked, const std::string& from) {
    const std::filesystem::path file = (std::filesystem::path{from}.parent_path() / asked).lexically_normal();
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) return std::nullopt;
    return Source{.name = file.string(), .text = base::read_file(file)};
}

}  // namespace

void read_source(Session& session, const Source& source, const std::string& name_space) {
    const auto file = static_cast<std::uint32_t>(session.document.files.size());
    session.document.files.push_back(source.name);
    session.read.insert(source.name);
    session.open.push_back(source.name);
    const std::string text = decoded(session, source, file);
    Parser{session, text, file, name_space}.read_all();
    session.open.pop_back();
}

void read_include(Session& session, const Pragma& include, const std::string& name_space) {
    const auto& asked = std::get<std::string>(include.parameters.front().value);
    const Place& place = include.parameters.front().place;
    if (session.open.size() > session.limits.include_depth) {
        session.reporter.report(
            place, fmt::format("files are included more than {} deep", session.limits.include_depth));
        return;
    }
    const auto source = session.resolver ? session.resolver(asked, session.open.back()) : std::nullopt;
    if (!source) {
        session.reporter.report(place, fmt::format("there is no file \"{}\" to include", asked));
    } else if (std::ranges::find(session.open, source->name) != session.open.end()) {
        session.reporter.report(place, fmt::format("\"{}\" includes itself", asked));
    } else if (session.read.contains(source->name)) {
        return;
    } else if (session.document.files.size() >= session.limits.files) {
        session.reporter.report(place, fmt::format("more than {} files", session.limits.files));
    } else {
        read_source(session, *source, name_space);
    }
}

Parsed parse(const Source& source, const Resolver& resolver, const Limits& limits) {
    Parsed result;
    Reporter reporter{result.document, limits.diagnostics};
    Session session{
        .resolver = resolver, .limits = limits, .document = result.document, .reporter = reporter};
    read_source(session, source, {});
    result.diagnostics = reporter.take();
    return result;
}

Parsed parse_file(const std::filesystem::path& file, const Limits& limits) {
    return parse({.name = file.lexically_normal().string(), .text = base::read_file(file)}, file_beside,
                 limits);
}

}  // namespace assay::mof
