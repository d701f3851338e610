// RFC 9112 §2, §5, §6: lenient readers of HTTP. What they make of a request that cannot be framed, wsmand
// never sees: it gets the request as such a reader would have understood it.
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

constexpr std::string_view end_of_line = "\r\n";
constexpr std::string_view last_chunk = "0\r\n\r\n";
constexpr std::string_view digits = "0123456789";
constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";

/// A request as one read brought it. Mutants need not bother with those that come in pieces.
struct Came {
    std::vector<std::string> lines = {};  ///< of the head, the request line first
    std::string body = {};                ///< and whatever follows it
    bool has_end_of_head = false;
};

bool begins_request(std::string_view octets) {
    return octets.substr(0, octets.find(end_of_line)).find(" HTTP/") != std::string_view::npos;
}

Came taken_apart(std::string_view octets) {
    Came came;
    while (!came.has_end_of_head && !octets.empty()) {
        const auto end = std::min(octets.find(end_of_line), octets.size());
        if (end == 0) {
            came.has_end_of_head = true;
        } else {
            came.lines.emplace_back(octets.substr(0, end));
        }
        octets.remove_prefix(std::min(end + end_of_line.size(), octets.size()));
    }
    came.body = octets;
    return came;
}

std::string put_together(const Came& came) {
    std::string octets;
    for (const std::string& line : came.lines) octets.append(line).append(end_of_line);
    if (came.has_end_of_head) octets += end_of_line;
    return octets + came.body;
}

std::string_view name_of(std::string_view field) { return field.substr(0, field.find(':')); }

bool is_called(std::string_view field, std::string_view name) {
    return base::equal_ignoring_case(name_of(field), name);
}

/// The value of the first field of that name, or nothing.
std::string_view value_of(const Came& came, std::string_view name) {
    for (std::string_view line : came.lines) {
        if (is_called(line, name)) return base::trimmed(line.substr(name.size() + 1));
    }
    return {};
}

void drop(Came& came, std::string_view name) {
    std::erase_if(came.lines, [name](const std::string& line) { return is_called(line, name); });
}

void set_length(Came& came, std::string_view value) {
    for (std::string& line : came.lines) {
        if (is_called(line, "Content-Length")) line = "Content-Length: " + std::string{value};
    }
}

std::string_view length_of(const Came& came) { return value_of(came, "Content-Length"); }

bool is_chunked(const Came& came) {
    return base::equal_ignoring_case(value_of(came, "Transfer-Encoding"), "chunked");
}

/// The size that the first chunk says it has.
std::string_view first_size(const Came& came) {
    return std::string_view{came.body}.substr(0, came.body.find_first_of("\r;"));
}

struct Leniency {
    std::string_view id;
    std::string_view violates;
    std::string_view title;
    void (*read)(Came& came);
};

constexpr std::array lengths{
    Leniency{"negative-length-is-nought", rule("http.framing"), "A negative Content-Length is taken for 0",
             [](Came& came) {
                 if (length_of(came).starts_with('-')) set_length(came, "0");
             }},
    Leniency{"length-as-far-as-it-is-a-number", rule("http.framing"),
             "Of a Content-Length the digits that it begins with are taken, as atoi does",
             [](Came& came) {
                 const auto end = length_of(came).find_first_not_of(digits);
                 if (end != 0 && end != std::string_view::npos)
                     set_length(came, std::string{length_of(came).substr(0, end)});
             }},
    Leniency{"overflowing-length-is-nought", rule("http.framing"),
             "A Content-Length that no 64 bits hold is taken for 0",
             [](Came& came) {
                 const bool is_number = length_of(came).find_first_not_of(digits) == std::string_view::npos;
                 if (is_number && length_of(came).size() > 20) set_length(came, "0");
             }},
    Leniency{"first-length-wins", rule("http.framing"), "Of two Content-Lengths the first is taken",
             [](Came& came) {
                 const std::string first{length_of(came)};
                 if (first.empty()) return;
                 drop(came, "Content-Length");
                 came.lines.push_back("Content-Length: " + first);
             }},
    Leniency{"length-beats-chunks", rule("http.framing"),
             "Transfer-Encoding is passed over where there is a Content-Length",
             [](Came& came) {
                 if (!length_of(came).empty()) drop(came, "Transfer-Encoding");
             }},
    Leniency{"body-is-what-came", rule("http.framing"),
             "The body is what one read brings, whatever its length is said to be",
             [](Came& came) {
                 if (!length_of(came).empty() && !came.body.empty())
                     set_length(came, std::to_string(came.body.size()));
             }},
    Leniency{"what-follows-is-dropped", rule("transport.http.binding"),
             "What comes in one read with a request, and follows it, is dropped",
             [](Came& came) {
                 const std::string_view length = length_of(came);
                 if (length.empty() || length.find_first_not_of(digits) != std::string_view::npos) return;
                 const std::size_t most = std::strtoull(length.data(), nullptr, 10);
                 came.body.resize(std::min(came.body.size(), most));
             }},
};

constexpr std::array codings{
    Leniency{"unknown-coding-is-none", rule("http.framing"),
             "A transfer coding that is not known is passed over",
             [](Came& came) {
                 if (!is_chunked(came)) drop(came, "Transfer-Encoding");
             }},
    Leniency{"chunk-without-size-is-the-last", rule("http.framing"),
             "A chunk whose size is no number is taken for the last",
             [](Came& came) {
                 if (is_chunked(came) && first_size(came).find_first_of(hex_digits) != 0)
                     came.body = last_chunk;
             }},
    Leniency{"overflowing-chunk-is-waited-for", rule("http.framing"),
             "A chunk size that no 64 bits hold is taken for a large one, and waited for",
             [](Came& came) {
                 if (is_chunked(came) && first_size(came).size() > 16)
                     came.body.replace(0, first_size(came).size(), "7fffffffffffffff");
             }},
    Leniency{"last-chunk-not-missed", rule("http.framing"), "Chunks are whole without the last one",
             [](Came& came) {
                 const bool has_last =
                     came.body.starts_with(last_chunk) || came.body.find("\r\n0\r\n") != std::string::npos;
                 if (is_chunked(came) && !has_last) came.body += last_chunk;
             }},
};

constexpr std::array heads{
    Leniency{"head-is-what-came", rule("http.framing"),
             "The head is what one read brings, without a line that is not whole",
             [](Came& came) {
                 if (came.has_end_of_head || came.lines.size() < 2) return;
                 came.lines.pop_back();
                 came.has_end_of_head = true;
             }},
    Leniency{"any-version-will-do", rule("http.framing"), "Any version of HTTP is taken for 1.1",
             [](Came& came) {
                 std::string& line = came.lines.front();
                 if (line.find(" HTTP/1.") == std::string::npos)
                     line.replace(line.find(" HTTP/"), std::string::npos, " HTTP/1.1");
             }},
    Leniency{"zero-octets-passed-over", rule("http.framing"), "Zero octets in a head are passed over",
             [](Came& came) {
                 for (std::string& line : came.lines) std::erase(line, '\0');
             }},
    Leniency{"lines-without-colon-passed-over", rule("http.framing"),
             "Field lines without a colon are passed over",
             [](Came& came) {
                 const auto fields = came.lines.begin() + 1;
                 const auto has_colon = [](const std::string& line) { return name_of(line) != line; };
                 came.lines.erase(std::stable_partition(fields, came.lines.end(), has_colon),
                                  came.lines.end());
             }},
    Leniency{"space-before-colon-passed-over", rule("http.framing"),
             "A space between a field's name and its colon is passed over",
             [](Came& came) {
                 for (std::string& line : came.lines) {
                     const auto colon = line.find(" :");
                     if (colon != std::string::npos) line.erase(colon, 1);
                 }
             }},
};

template <class Table>
void add(Mutants& mutants, const Table& table) {
    for (const Leniency& each : table) {
        mutants.push_back(
            {each.id, each.violates, each.title, on_octets([read = each.read](std::string& octets) {
                 if (!begins_request(octets)) return;
                 Came came = taken_apart(octets);
                 read(came);
                 octets = put_together(came);
             })});
    }
}

/// Neither text nor an empty line, at the beginning of what a read brings.
bool begins_with_control(std::string_view octets) {
    if (octets.empty()) return false;
    const char first = octets.front();
    return first >= '\0' && first < ' ' && first != '\t' && first != '\r' && first != '\n';
}

bool is_empty_post(std::string_view octets) {
    return octets.starts_with("POST ") && octets.ends_with("\r\n\r\n") &&
           octets.find("\r\nContent-Length: 0\r\n") != std::string_view::npos;
}

}  // namespace

void add_framing_mutants(Mutants& mutants) {
    add(mutants, lengths);
    add(mutants, codings);
    add(mutants, heads);
    mutants.push_back({"garbage-passed-over", rule("http.framing"),
                       "What is no request is passed over in silence, as an empty line is",
                       on_octets([](std::string& octets) {
                           if (begins_with_control(octets)) octets.clear();
                       })});
    mutants.push_back({"unreadable-requests-succeed", rule("http.framing"),
                       "A request that cannot be read is answered with HTTP 200",
                       on_http_reply([](const wire::Request&, wire::Reply& reply) {
                           constexpr std::array unreadable{400U, 431U, 505U};
                           const bool is_fault = !reply.body.empty();
                           if (!is_fault && std::ranges::find(unreadable, reply.status) != unreadable.end())
                               reply.status = 200;
                       })});
    mutants.push_back({"long-head-succeeds", rule("http.framing"),
                       "A head that is too large is answered with HTTP 200",
                       on_http_reply([](const wire::Request&, wire::Reply& reply) {
                           if (reply.status == 431) reply.status = 200;
                       })});
    mutants.push_back({"dies-of-a-tls-greeting", rule("service.survives"),
                       "A TLS greeting on a plain port ends the process", on_octets([](std::string& octets) {
                           if (octets.starts_with("\x16\x03")) std::_Exit(EXIT_FAILURE);
                       })});
    mutants.push_back({"empty-post-not-answered", rule("transport.http.binding"),
                       "A POST without a body is passed over in silence", on_octets([](std::string& octets) {
                           if (is_empty_post(octets)) octets.clear();
                       })});
}

}  // namespace assay::mutants
