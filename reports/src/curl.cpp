#include "assay/reports/curl.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "assay/base/text.hpp"
#include "message.hpp"
#include "text.hpp"

namespace assay::reports {
namespace {

/// More would be no line any more; the journal has it.
constexpr std::size_t longest_body = 16'384;

/// Fields that curl writes itself, or whose secrets are not in the record.
constexpr std::array<std::string_view, 8> own_fields{"host",       "content-length",     "authorization",
                                                     "connection", "transfer-encoding",  "content-type",
                                                     "expect",     "proxy-authorization"};

struct StartLine {
    std::string_view method;
    std::string_view path;
};

std::optional<StartLine> start_line(std::string_view head) {
    const std::string_view line = base::trimmed(head.substr(0, head.find('\n')));
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last || !line.substr(last + 1).starts_with("HTTP/1.1"))
        return {};
    const StartLine start{line.substr(0, first), line.substr(first + 1, last - first - 1)};
    if (!start.path.starts_with('/') || start.path.find(' ') != std::string_view::npos) return {};
    return start;
}

/// Every line of the head ends as RFC 9112 has it and every field has a name; curl reads a file for one with
/// "@" in front.
bool is_ordinary(std::string_view head) {
    for (std::size_t at = 0; at < head.size();) {
        const std::size_t end = head.find("\r\n", at);
        if (end == std::string_view::npos) return false;
        const std::string_view line = head.substr(at, end - at);
        const bool is_field = at == 0 || (line.find(':') != std::string_view::npos &&
                                          !line.starts_with(' ') && !line.starts_with('@'));
        if (!is_field || line.find('\n') != std::string_view::npos) return false;
        at = end + 2;
    }
    return true;
}

std::size_t count(std::string_view head, std::string_view name) {
    std::size_t found = 0;
    for (std::size_t feed = head.find('\n'); feed != std::string_view::npos;
         feed = head.find('\n', feed + 1)) {
        const std::string_view line = head.substr(feed + 1, head.find('\n', feed + 1) - feed - 1);
        if (base::equal_ignoring_case(line.substr(0, line.find(':')), name)) ++found;
    }
    return found;
}

/// The octets of the body as they travelled.
std::string_view body_of(const record::Exchange& exchange) {
    const std::string_view request = exchange.request;
    const std::size_t end = request.find("\r\n\r\n");
    return end == std::string_view::npos ? std::string_view{} : request.substr(end + 4);
}

/// One host, one length that is true, and nothing that curl would frame in its own way.
bool is_framed_as_curl_does(std::string_view head, std::string_view body) {
    if (count(head, "Host") != 1 || count(head, "Content-Length") > 1 || count(head, "Content-Type") > 1)
        return false;
    if (count(head, "Transfer-Encoding") + count(head, "Expect") > 0) return false;
    const std::string_view length = field(head, "Content-Length");
    return length.empty() ? body.empty() : length == std::to_string(body.size());
}

/// "scheme://host:port" of a URL.
std::string_view origin(std::string_view target) {
    const std::size_t scheme = target.find("://");
    if (scheme == std::string_view::npos) return {};
    return target.substr(0, target.find('/', scheme + 3));
}

std::string credentials(std::string_view authorization) {
    if (authorization.empty()) return {};
    std::string how;
    if (authorization.starts_with("Digest")) how = " --digest";
    if (authorization.starts_with("Negotiate")) return " --negotiate --user :";
    return how + " --user \"$ASSAY_USER:$ASSAY_PASSWORD\"";
}

/// curl takes a field without a value only as "Name;".
std::string fields(std::string_view head) {
    std::string options;
    for (std::size_t at = head.find("\r\n"); at + 2 < head.size();) {
        const std::size_t end = head.find("\r\n", at + 2);
        const std::string_view line = head.substr(at + 2, end - at - 2);
        const std::string_view name = line.substr(0, line.find(':'));
        const auto is_own = [&](std::string_view own) { return base::equal_ignoring_case(name, own); };
        const bool is_empty = base::trimmed(line.substr(line.find(':') + 1)).empty();
        const std::string written = is_empty ? std::string{name} + ';' : std::string{line};
        if (std::ranges::none_of(own_fields, is_own)) options += " -H " + shell_word(written);
        at = end;
    }
    return options;
}

std::string trust(const CurlOptions& options) {
    if (!options.verify) return " --insecure";
    return options.ca_file.empty() ? std::string{} : " --cacert " + shell_word(options.ca_file);
}

/// What stands before and behind the body.
struct Line {
    std::string options;
    std::string url;
};

std::optional<Line> line_around_body(const record::Exchange& exchange, const std::string& target,
                                     const CurlOptions& options) {
    const Message message = message_of(exchange.request);
    const std::string_view body = body_of(exchange);
    const auto start = start_line(message.head);
    const std::string_view server = origin(target);
    if (!start || server.empty() || !is_ordinary(message.head)) return {};
    if (!is_framed_as_curl_does(message.head, body)) return {};
    const std::string fields_of_ours = fields(message.head);
    if (!is_plain(exchange.request.substr(0, exchange.request.find("\r\n"))) || !is_plain(target) ||
        !is_plain(fields_of_ours))
        return {};
    std::string line = "curl -sS -i" + trust(options) + credentials(field(message.head, "Authorization"));
    if (start->method != "POST" || body.empty()) line += " -X " + shell_word(start->method);
    const std::string_view type = field(message.head, "Content-Type");
    line += " -H " + shell_word(type.empty() ? "Content-Type:" : "Content-Type: " + std::string{type});
    return Line{line + fields_of_ours, ' ' + shell_word(std::string{server} + std::string{start->path})};
}

/// Can the body stand in the line?
bool is_quotable(std::string_view body) { return body.size() <= longest_body && is_plain(body); }

}  // namespace

std::optional<std::string> curl_line(const record::Exchange& exchange, const std::string& target) {
    if (exchange.bmc) return std::nullopt;
    if (!is_quotable(body_of(exchange))) return {};
    auto command = curl_command(exchange, target, {});
    if (!command) return {};
    return std::move(command->line);
}

std::optional<CurlCommand> curl_command(const record::Exchange& exchange, const std::string& target,
                                        const CurlOptions& options) {
    const auto line = line_around_body(exchange, target, options);
    if (!line) return {};
    const std::string_view body = body_of(exchange);
    if (body.empty()) return CurlCommand{line->options + line->url, {}};
    if (is_quotable(body))
        return CurlCommand{line->options + " --data-raw " + shell_word(body) + line->url, {}};
    // curl asks before it sends a large body; the request as it was did not.
    return CurlCommand{
        line->options + " -H Expect: --data-binary " + shell_word("@" + options.body_file) + line->url,
        std::string{body}};
}

}  // namespace assay::reports
