// SOAP 1.2 part 1 §5, XML 1.0: lenient readers of envelopes, readers that recover from what is not
// well-formed, and readers that a heavy message kills.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "assay/base/text.hpp"
#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
using wire::Request;

constexpr std::string_view envelope_with_identify =
    "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header/><s:Body>"
    "<i:Identify xmlns:i=\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\"/>"
    "</s:Body></s:Envelope>";

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// UTF-8, and something that begins with a tag.
bool is_marked_up(std::string_view text) { return text.starts_with('<') && !has(text, {"\0", 1}); }

/// Calls `visit(tag)` with what stands between < and > of each tag, in order.
template <class Visit>
void for_each_tag(std::string_view text, Visit visit) {
    for (auto from = text.find('<'); from != std::string_view::npos; from = text.find('<', from + 1)) {
        const auto to = std::min(text.find('>', from), text.size());
        visit(text.substr(from + 1, to - from - 1));
    }
}

std::string_view name_in(std::string_view tag) { return tag.substr(0, tag.find_first_of(" \t\r\n/", 1)); }

bool is_start(std::string_view tag) {
    return !tag.starts_with('/') && !tag.starts_with('?') && !tag.starts_with('!');
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t times = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++times;
    return times;
}

// What is wrong with it, and taken for no message at all, or for one that needs no answer.

struct Neglect {
    std::string_view id;
    std::string_view violates;
    std::string_view title;
    bool (*overlooks)(std::string_view body);
};

constexpr std::array neglects{
    Neglect{"any-document-acknowledged", rule("soap.version-12"),
            "A document that is no envelope is taken for no message",
            [](std::string_view body) { return is_marked_up(body) && !has(body, "Envelope"); }},
    Neglect{"body-not-missed", rule("soap.version-12"),
            "An envelope without a body is a message that needs no answer",
            [](std::string_view body) { return has(body, ":Envelope") && !has(body, ":Body"); }},
    Neglect{"header-wherever-it-stands", rule("soap.version-12"),
            "A header after an empty body makes a message that needs no answer",
            [](std::string_view body) {
                return has(body, ":Header") && body.rfind(":Header") > body.rfind(":Body");
            }},
    Neglect{"nothing-is-asked-for", rule("soap.version-12"),
            "A message with neither action nor body is one that needs no answer",
            [](std::string_view body) { return has(body, ":Body/>") && !has(body, ":Action"); }},
    Neglect{"cut-off-envelopes-waited-for", rule("schema.well-formed"),
            "An envelope that is cut off is kept for the rest to come, and acknowledged",
            [](std::string_view body) { return is_marked_up(body) && !base::trimmed(body).ends_with('>'); }},
    Neglect{"anything-but-xml-acknowledged", rule("schema.well-formed"),
            "What does not begin with a tag is taken for no message",
            [](std::string_view body) {
                return body.front() > ' ' && body.front() <= '~' && body.front() != '<';
            }},
    Neglect{"marked-utf-8-not-looked-at", rule("soap.utf8-bom"),
            "What begins with the mark of UTF-8 is taken for no message",
            [](std::string_view body) { return body.starts_with("\xEF\xBB\xBF"); }},
    Neglect{"unmarked-utf-16-not-looked-at", rule("soap.encoding-both"),
            "UTF-16 without a mark is taken for a string that ends with its first character",
            [](std::string_view body) { return body.size() > 1 && body[0] == '<' && body[1] == '\0'; }},
    Neglect{
        "instructions-obeyed", rule("soap.no-dtd-pi"),
        "A message with a processing instruction is taken for nothing else",
        [](std::string_view body) { return is_marked_up(body) && body.rfind("<?") != 0 && has(body, "<?"); }},
};

// What is lawful, and not taken for it.

constexpr std::array dislikes{
    Neglect{"prefix-has-to-be-s", rule("soap.version-12"), "The envelope is known by its prefix",
            [](std::string_view body) { return is_marked_up(body) && !has(body, "<s:Envelope"); }},
    Neglect{"cdata-refused", rule("soap.version-12"), "A message with a CDATA section is refused",
            [](std::string_view body) { return has(body, "<![CDATA["); }},
};

// How readers that recover make something well-formed of what is not.

/// Gives each end tag the name of the start tag that it closes.
void compare_no_tags(std::string& text) {
    std::vector<std::string> open;
    std::string made;
    std::size_t done = 0;
    for_each_tag(text, [&](std::string_view tag) {
        if (is_start(tag)) {
            if (!tag.ends_with('/')) open.emplace_back(name_in(tag));
        } else if (tag.starts_with('/') && !open.empty()) {
            const auto from = static_cast<std::size_t>(tag.data() - text.data());
            made.append(text, done, from - done).append("/" + open.back());
            done = from + tag.size();
            open.pop_back();
        }
    });
    text = made.append(text, done);
}

/// Drops empty elements whose prefix nobody has declared.
void drop_strangers(std::string& text) {
    std::string made;
    std::size_t done = 0;
    for_each_tag(text, [&](std::string_view tag) {
        const std::string_view prefix = name_in(tag).substr(0, name_in(tag).find(':'));
        if (!is_start(tag) || prefix == name_in(tag) || !tag.ends_with('/')) return;
        if (has(text, " xmlns:" + std::string{prefix} + "=")) return;
        const auto from = static_cast<std::size_t>(tag.data() - text.data()) - 1;
        made.append(text, done, from - done);
        done = from + tag.size() + 2;
    });
    text = made.append(text, done);
}

/// Cuts off what follows the envelope.
void stop_after_root(std::string& text) {
    constexpr std::string_view end = "Envelope>";
    const auto at = text.find(end);
    if (at != std::string::npos) text.resize(at + end.size());
}

/// Drops the references for which `is_dropped(name)`.
template <class Predicate>
void drop_references(std::string& text, Predicate is_dropped) {
    for (auto from = text.find('&'); from != std::string::npos; from = text.find('&', from)) {
        const auto end = text.find(';', from);
        if (end != std::string::npos && is_dropped(std::string_view{text}.substr(from + 1, end - from - 1))) {
            text.erase(from, end + 1 - from);
        } else {
            ++from;
        }
    }
}

bool is_entity(std::string_view name) {
    constexpr std::array<std::string_view, 5> predefined{"lt", "gt", "amp", "apos", "quot"};
    return !name.starts_with('#') && std::ranges::find(predefined, name) == predefined.end();
}

/// Drops the octets beyond ASCII when they are no UTF-8.
void drop_what_is_no_utf8(std::string& text) {
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") || base::is_utf8(text)) return;
    std::erase_if(text, [](char c) { return c < '\0' || c > '~'; });
}

/// Takes the document type away.
void drop_document_type(std::string& text) {
    const auto from = text.find("<!DOCTYPE");
    const auto to = text.find("]>", from);
    if (from != std::string::npos && to != std::string::npos) text.erase(from, to + 2 - from);
}

void drop_entities(std::string& text) {
    drop_document_type(text);
    drop_references(text, is_entity);
}

struct Repair {
    std::string_view id;
    std::string_view violates;
    std::string_view title;
    void (*repair)(std::string& body);
};

constexpr std::array repairs{
    Repair{"tags-not-compared", rule("schema.well-formed"), "An end tag closes whatever is open",
           compare_no_tags},
    Repair{"unknown-prefixes-passed-over", rule("schema.well-formed"),
           "An element whose prefix nobody declared is passed over", drop_strangers},
    Repair{"nothing-read-after-the-root", rule("schema.well-formed"), "What follows the envelope is not read",
           stop_after_root},
    Repair{"impossible-characters-dropped", rule("schema.well-formed"),
           "References to characters that XML does not have are dropped",
           [](std::string& body) {
               drop_references(body, [](std::string_view name) { return name == "#0" || name == "#x0"; });
           }},
    Repair{"broken-utf-8-dropped", rule("schema.well-formed"), "Octets that are no UTF-8 are dropped",
           drop_what_is_no_utf8},
    Repair{"unknown-entities-dropped", rule("schema.well-formed"),
           "References to entities that nobody declared are dropped",
           [](std::string& body) {
               if (!has(body, "<!DOCTYPE")) drop_references(body, is_entity);
           }},
    Repair{"external-entities-left-out", rule("soap.no-dtd-pi"),
           "External entities are declared, and not read",
           [](std::string& body) {
               if (has(body, " SYSTEM ")) drop_entities(body);
           }},
    Repair{"internal-entities-left-out", rule("soap.no-dtd-pi"),
           "Internal entities are declared, and come to nothing",
           [](std::string& body) {
               if (!has(body, " SYSTEM ")) drop_entities(body);
           }},
    Repair{"identify-searched-for", rule("schema.well-formed"),
           "Whatever has the word Identify in it is Identify",
           [](std::string& body) {
               if (has(body, "Identify\"") || has(body, ":Identify")) body = envelope_with_identify;
           }},
};

// What takes more than a reader has, and ends the process.

constexpr std::size_t fatal = 1'000;

bool is_deep(std::string_view text) {
    std::size_t depth = 0;
    std::size_t deepest = 0;
    for_each_tag(text, [&](std::string_view tag) {
        if (is_start(tag) && !tag.ends_with('/')) deepest = std::max(deepest, ++depth);
        if (tag.starts_with('/') && depth > 0) --depth;
    });
    return deepest > fatal;
}

template <class Predicate>
bool has_tag(std::string_view text, Predicate is_it) {
    bool found = false;
    for_each_tag(text, [&](std::string_view tag) { found = found || is_it(tag); });
    return found;
}

constexpr std::array deaths{
    Neglect{"dies-of-depth", rule("service.survives"), "Elements nested a thousand deep end the process",
            is_deep},
    Neglect{"dies-of-attributes", rule("service.survives"),
            "An element with a thousand attributes ends the process",
            [](std::string_view body) {
                return has_tag(body, [](std::string_view tag) {
                    return count(tag, "=\"") - count(tag, "xmlns") > fatal;
                });
            }},
    Neglect{"dies-of-namespaces", rule("service.survives"),
            "An element that declares a thousand namespaces ends the process",
            [](std::string_view body) {
                return has_tag(body, [](std::string_view tag) { return count(tag, "xmlns") > fatal; });
            }},
    Neglect{"dies-of-a-long-name", rule("service.survives"), "A name of 65 536 octets ends the process",
            [](std::string_view body) {
                return has_tag(body, [](std::string_view tag) { return name_in(tag).size() > 65'535; });
            }},
};

}  // namespace

void add_hostile_envelope_mutants(Mutants& mutants) {
    const auto when = [](bool (*is_so)(std::string_view), auto act) {
        return on_http_request([is_so, act](Request& request) {
            if (!request.body.empty() && is_so(request.body)) act(request.body);
        });
    };
    for (const auto& [id, violates, title, overlooks] : neglects) {
        mutants.push_back({id, violates, title, when(overlooks, [](std::string& body) { body.clear(); })});
    }
    for (const auto& [id, violates, title, dislikes_it] : dislikes) {
        mutants.push_back(
            {id, violates, title, when(dislikes_it, [](std::string& body) { body = "<refused/>"; })});
    }
    for (const auto& [id, violates, title, kills] : deaths) {
        mutants.push_back({id, violates, title, when(kills, [](std::string&) { std::_Exit(EXIT_FAILURE); })});
    }
    for (const Repair& each : repairs) {
        mutants.push_back(
            {each.id, each.violates, each.title,
             on_http_request([repair = each.repair](Request& request) { repair(request.body); })});
    }
    mutants.push_back({"empty-body-is-identify", rule("schema.well-formed"),
                       "A request without a body is Identify", on_http_request([](Request& request) {
                           if (request.admitted && request.body.empty())
                               request.body = envelope_with_identify;
                       })});
    mutants.push_back({"dies-of-an-empty-body", rule("service.survives"),
                       "A body that is not there ends the process", on_http_request([](Request& request) {
                           if (request.admitted && request.body.empty()) std::_Exit(EXIT_FAILURE);
                       })});
}

}  // namespace assay::mutants
