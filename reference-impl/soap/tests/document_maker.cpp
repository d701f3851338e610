#include "document_maker.hpp"

#include "assay/testing/source_dir.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace assay::soap {
namespace {

using namespace std::string_view_literals;

constexpr std::array prefixes{""sv, ""sv, "p:"sv, "q:"sv, "xml:"sv, "s:"sv, "undeclared:"sv};
constexpr std::array locals{"a"sv,    "b"sv,        "Name"sv,  "x-1.2_3"sv,           "\xC3\xA9t\xC3\xA9"sv,
                            "lang"sv, "_"sv,        "space"sv, "\xF0\x90\x80\x80z"sv, "Filter"sv,
                            "id"sv,   "a\xC2\xB7"sv};
constexpr std::array uris{"urn:p"sv,
                          "urn:q"sv,
                          "http://example.org/a?b=c#d"sv,
                          "relative/ref"sv,
                          "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"sv,
                          "http://schemas.xmlsoap.org/ws/2004/09/enumeration"sv,
                          "http://www.w3.org/2003/05/soap-envelope"sv};
constexpr std::array texts{"text"sv,         " "sv,
                           "\n  "sv,         "\r\n"sv,
                           "\r"sv,           "&amp;"sv,
                           "&lt;"sv,         "&#65;"sv,
                           "&#x1F600;"sv,    "&#10;"sv,
                           "&#13;"sv,        "]"sv,
                           "]]"sv,           ">"sv,
                           "&quot;"sv,       "&apos;"sv,
                           "\xC3\xBC"sv,     "\t"sv,
                           "\xEF\xBB\xBF"sv, "-"sv,
                           "\xEF\xBC\x81"sv, "a much longer piece of text that no short string holds"sv};
/// Where ranges of XML 1.0 §2.2 and §2.3 begin or end.
constexpr std::array<char32_t, 34> edges{
    0x20,   0x80,   0xB7,   0xC0,   0xD6,   0xD8,   0xF6,   0xF8,    0x2FF,   0x300,   0x36F,  0x370,
    0x37D,  0x37F,  0x1FFF, 0x200C, 0x200D, 0x203F, 0x2040, 0x2070,  0x218F,  0x2C00,  0x2FEF, 0x3001,
    0xD7FF, 0xE000, 0xF900, 0xFDCF, 0xFDF0, 0xFFFD, 0xFFFF, 0x10000, 0xEFFFF, 0x10FFFF};
/// What breaks things, or looks as if it did.
constexpr std::array tokens{"<"sv,
                            ">"sv,
                            "/"sv,
                            "="sv,
                            "'"sv,
                            "\""sv,
                            "&"sv,
                            ";"sv,
                            ":"sv,
                            "!"sv,
                            "?"sv,
                            "#"sv,
                            "-"sv,
                            "]"sv,
                            "["sv,
                            " "sv,
                            "\0"sv,
                            "\x01"sv,
                            "\t"sv,
                            "\r"sv,
                            "\n"sv,
                            "\x7F"sv,
                            "\xC2\x85"sv,
                            "\xEF\xBF\xBE"sv,
                            "\xEF\xBF\xBF"sv,
                            "\xEF\xBB\xBF"sv,
                            "\xE2\x80\xA8"sv,
                            "\xC3\x97"sv,
                            "\xCC\x80"sv,
                            "\xF3\xB0\x80\x80"sv,
                            "<!--"sv,
                            "-->"sv,
                            "--"sv,
                            "<![CDATA["sv,
                            "]]>"sv,
                            "<?"sv,
                            "?>"sv,
                            "<?xml version='1.0'?>"sv,
                            "<?xml?>"sv,
                            "<!DOCTYPE a>"sv,
                            "</"sv,
                            "/>"sv,
                            "<a>"sv,
                            "</a>"sv,
                            "<a/>"sv,
                            "&lt;"sv,
                            "&amp"sv,
                            "&#0;"sv,
                            "&#x;"sv,
                            "&#;"sv,
                            "&#xD800;"sv,
                            "&#xFFFE;"sv,
                            "&#x110000;"sv,
                            "&#99999999999;"sv,
                            "&#X41;"sv,
                            "&#x41;"sv,
                            "&nbsp;"sv,
                            " a='1'"sv,
                            " a='1'"sv,
                            " p:a='1'"sv,
                            " q:a='1'"sv,
                            " xmlns='urn:d'"sv,
                            " xmlns=''"sv,
                            " xmlns:p='urn:q'"sv,
                            " xmlns:p=''"sv,
                            " xmlns:q='urn:p'"sv,
                            " xmlns:xml='http://www.w3.org/XML/1998/namespace'"sv,
                            " xmlns:xml='urn:x'"sv,
                            " xmlns:xmlns='urn:x'"sv,
                            " xmlns:x='http://www.w3.org/XML/1998/namespace'"sv,
                            " xmlns:x='http://www.w3.org/2000/xmlns/'"sv,
                            " xmlns='http://www.w3.org/2000/xmlns/'"sv,
                            " xmlns:u='not a uri'"sv,
                            " xmlns:u='http://h:x/'"sv,
                            " xmlns:u='%zz'"sv,
                            " xmlns:u='http://[::1]:80/'"sv,
                            " xml:space='other'"sv,
                            " xml:lang='?'"sv,
                            "xmlns:"sv,
                            "version='1.1'"sv,
                            "version='2.0'"sv,
                            " encoding='utf-8'"sv,
                            " standalone='yes'"sv,
                            " standalone='maybe'"sv,
                            "p:"sv,
                            "<p:a>"sv,
                            "<:a/>"sv,
                            "<p:/>"sv,
                            "encoding='utf-8'standalone='yes'"sv,
                            "version='1.'"sv,
                            " xmlns:u='http://h:/'"sv,
                            " xmlns:u='a#[x]'"sv,
                            " xmlns:u='//h:8a/'"sv,
                            " xmlns:u='a:b:c'"sv,
                            " xmlns:u='1:b'"sv,
                            " xmlns:u='?q'"sv,
                            " xmlns:u='#'"sv,
                            " xmlns:u='a^b'"sv,
                            " xmlns:u='http://\xC3\xBC/'"sv,
                            " xmlns:u='http://a@b@c/'"sv,
                            " u:x=''"sv};

}  // namespace

DocumentMaker::DocumentMaker(std::uint64_t seed, std::vector<std::string> corpus)
    : numbers_{seed}, corpus_{std::move(corpus)} {}

std::string DocumentMaker::next() {
    std::string text = once_in(2) ? generated() : corpus_[below(corpus_.size())];
    if (once_in(3)) return text;
    for (std::size_t times = 1 + below(3); times > 0; --times) spoil(text);
    return text;
}

std::string DocumentMaker::generated() {
    std::string text;
    if (once_in(4)) {
        text += "<?xml version='1.0'";
        if (once_in(2)) text += " encoding=\"UTF-8\"";
        if (once_in(4)) text += "\tstandalone='no'";
        text += once_in(2) ? "?>" : " ?>\r\n";
    }
    if (once_in(8)) text += "<!-- before - the root -->\n";
    const std::size_t around =
        once_in(64) ? 50 + below(16) : 0;  // more levels than a reader may have to take
    for (std::size_t i = 0; i < around; ++i) text += "<a>";
    element(text, 0);
    for (std::size_t i = 0; i < around; ++i) text += "</a>";
    if (once_in(8)) text += "\n<!-- \xC3\xBC -->  ";
    return text;
}

std::string DocumentMaker::name() {
    if (!once_in(60)) return std::string{any_of(locals)};
    return (once_in(2) ? "a" : "") + character();
}

/// At the edge of a range, or any; once in a while one that there is not.
std::string DocumentMaker::character() {
    const auto code =
        static_cast<char32_t>(once_in(2) ? below(0x110000) : edges[below(edges.size())] - 1 + below(3));
    const auto tail = [&](unsigned shift) { return static_cast<char>(0x80U | (code >> shift & 0x3FU)); };
    if (code < 0x80) return {static_cast<char>(code)};
    if (code < 0x800) return {static_cast<char>(0xC0U | code >> 6U), tail(0)};
    if (code < 0x10000) return {static_cast<char>(0xE0U | code >> 12U), tail(6), tail(0)};
    return {static_cast<char>(0xF0U | code >> 18U), tail(12), tail(6), tail(0)};
}

void DocumentMaker::element(std::string& text, std::size_t depth) {
    std::string tag;
    // An undeclared prefix or a reserved one spoils the whole document, so it is rare.
    tag += once_in(40) ? any_of(prefixes) : std::array{""sv, "p:"sv}[depth == 0 ? 0 : below(2)];
    tag += name();
    text += '<' + tag;
    if (depth == 0) text += " xmlns:p='urn:p' xmlns:q=\"urn:q\"";
    attributes(text);
    if (once_in(4)) {
        text += once_in(3) ? " />" : "/>";
        return;
    }
    text += once_in(8) ? "\n>" : ">";
    content(text, depth);
    text += "</" + tag + (once_in(8) ? " >" : ">");
}

void DocumentMaker::attributes(std::string& text) {
    const std::size_t many = once_in(300) ? 55 + below(12) : 0;  // more than a reader may have to take
    for (std::size_t i = 0; i < many; ++i) text += " w" + std::to_string(i) + "=''";
    for (std::size_t left = below(4); left > 0; --left) {
        const bool declares = once_in(4);
        text += once_in(8) ? "\r\n" : " ";
        std::string key;
        if (declares) {
            key = std::array{"xmlns"sv, "xmlns:p"sv, "xmlns:q"sv, "xmlns:r"sv}[below(4)];
        } else {
            key += std::array{""sv, "p:"sv, "q:"sv, "xml:"sv}[below(4)];
            key += name();
        }
        const std::string content = declares ? std::string{any_of(uris)} : value();
        text += key + (once_in(8) ? " = " : "=") + (once_in(2) ? '"' + content + '"' : "'" + content + "'");
    }
}

std::string DocumentMaker::value() {
    std::string made;
    for (std::size_t left = below(4); left > 0; --left) made += any_of(texts);
    if (once_in(80)) made += character();
    return made;
}

void DocumentMaker::content(std::string& text, std::size_t depth) {
    for (std::size_t left = below(5); left > 0; --left) {
        switch (below(8)) {
            case 0: text += "<!-- x -->"; break;
            case 1: text += "<![CDATA[" + std::string{any_of(texts)} + "<&\r\n]]]>"; break;
            case 2:
            case 3: text += any_of(texts); break;
            default:
                if (depth < 6) element(text, depth + 1);
        }
    }
}

void DocumentMaker::spoil(std::string& text) {
    // The ends and the declaration are small and hold much that can go wrong.
    const std::size_t at = once_in(8)    ? below(std::min<std::size_t>(text.size() + 1, 50))
                           : once_in(12) ? text.size()
                                         : below(text.size() + 1);
    const std::size_t length = below(1 + std::min<std::size_t>(text.size() - at, once_in(4) ? 200 : 8));
    switch (below(6)) {
        case 0: text.erase(at, length); break;
        case 1: text.insert(below(text.size() + 1), text.substr(at, length)); break;
        case 2: text.replace(at, length, any_of(tokens)); break;
        case 3:
            if (at < text.size()) text[at] = static_cast<char>(below(128));
            break;
        case 4: {
            const std::string& other = corpus_[below(corpus_.size())];
            const std::size_t from = below(other.size());
            text.insert(at, other.substr(from, below(64)));
            break;
        }
        default: text.insert(at, any_of(tokens));
    }
}

std::vector<std::string> message_corpus() {
    std::vector<std::filesystem::path> files;
    for (const auto& each : std::filesystem::directory_iterator{ASSAY_SOURCE_DIR "/fixtures/messages"}) {
        if (each.path().extension() == ".xml") files.push_back(each.path());
    }
    std::ranges::sort(files);
    std::vector<std::string> corpus;
    for (const auto& path : files) {
        std::ifstream file{path, std::ios::binary};
        corpus.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
    }
    return corpus;
}

}  // namespace assay::soap
