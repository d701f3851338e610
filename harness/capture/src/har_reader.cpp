#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "assay/base/home.hpp"
#include "assay/base/http_url.hpp"
#include "assay/base/octets.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/base/text.hpp"
#include "assay/capture/har.hpp"
#include "assay/observe/media_type.hpp"
#include "har_time.hpp"

namespace assay::capture {
namespace {

using Json = nlohmann::json;
using record::Ending;
using record::Exchange;
using record::RunTime;

constexpr std::uintmax_t largest_file = 256UL * 1024 * 1024;
constexpr const char* remedy = "give a HAR 1.2 as browsers save it, or one that assay judge --har wrote";

/// What a body was, or that it is not there.
struct Body {
    std::string octets;
    bool is_missing = false;
};

std::string text_of(const Json& object, const char* member) {
    const auto found = object.find(member);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

double number_of(const Json& object, const char* member, double otherwise) {
    const auto found = object.find(member);
    return found != object.end() && found->is_number() ? found->get<double>() : otherwise;
}

const Json& object_in(const Json& object, const char* member) {
    const auto found = object.find(member);
    if (found == object.end() || !found->is_object())
        throw std::invalid_argument{fmt::format("'{}' is missing, or no object", member)};
    return *found;
}

/// A line of a head holds no line end.
std::string one_line(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return c == '\r' || c == '\n'; }, ' ');
    return text;
}

/// What has been decoded to characters is encoded again as the message says it was.
std::string encoded(std::string text, std::string_view mime_type) {
    const observe::MediaType media = observe::read_media_type(mime_type);
    const std::string_view charset = media.parameter("charset");
    const bool big = base::equal_ignoring_case(charset, "utf-16be");
    const bool marked = base::equal_ignoring_case(charset, "utf-16");
    if (!big && !marked && !base::equal_ignoring_case(charset, "utf-16le")) return text;
    const auto order = big ? base::ByteOrder::big : base::ByteOrder::little;
    const auto wide = base::utf16_from_utf8(text, order);
    if (!wide) return text;
    const bool has_mark = wide->starts_with("\xFF\xFE");
    return (marked && !has_mark ? "\xFF\xFE" : "") + *wide;
}

/// @param size what the HAR says of the body's length, where it does not hold it
Body body_of(const Json& holder, const std::string& mime_type, double size) {
    if (!holder.is_object() || !holder.contains("text")) return {{}, size > 0};
    std::string text = text_of(holder, "text");
    if (text_of(holder, "encoding") != "base64" && text_of(holder, "_encoding") != "base64")
        return {encoded(std::move(text), mime_type), false};
    const auto octets = base::from_base64(text);
    if (!octets) throw std::invalid_argument{"a body is not the base64 that it says it is"};
    return {std::string{base::text_of(*octets)}, false};
}

std::string version_of(const Json& message) {
    const std::string version = text_of(message, "httpVersion");
    return version.starts_with("HTTP/1.") && version.size() == 8 ? version : "HTTP/1.1";
}

/// Framing is not what it was: one length that fits stands for whatever there was.
std::string put_together(const std::string& start_line, const Json& message, const std::string& body,
                         bool has_length) {
    std::string octets = one_line(start_line) + "\r\n";
    const auto headers = message.find("headers");
    if (headers != message.end() && headers->is_array()) {
        for (const Json& header : *headers) {
            const std::string name = one_line(text_of(header, "name"));
            // ":authority" and the like are HTTP/2's.
            if (name.empty() || name.starts_with(':') || base::equal_ignoring_case(name, "Content-Length") ||
                base::equal_ignoring_case(name, "Transfer-Encoding"))
                continue;
            octets += name + ": " + one_line(text_of(header, "value")) + "\r\n";
        }
    }
    if (has_length) octets += fmt::format("Content-Length: {}\r\n", body.size());
    return octets + "\r\n" + body;
}

std::string header_in(const Json& message, std::string_view name) {
    const auto headers = message.find("headers");
    if (headers == message.end() || !headers->is_array()) return {};
    for (const Json& header : *headers) {
        if (base::equal_ignoring_case(text_of(header, "name"), name)) return text_of(header, "value");
    }
    return {};
}

class HarReader {
public:
    explicit HarReader(const std::filesystem::path& file) : file_{file} {}

    record::Journal read() {
        const Json document = parse();
        const auto log = document.is_object() ? document.find("log") : document.end();
        const bool good = log != document.end() && log->is_object() && log->contains("entries") &&
                          log->at("entries").is_array();
        if (!good) refuse("there is no array log.entries", 0);
        std::size_t number = 0;
        for (const Json& entry : log->at("entries")) {
            ++number;
            try {
                take(entry);
            } catch (const std::exception& trouble) {
                refuse(trouble.what(), number);
            }
        }
        return finish();
    }

private:
    [[noreturn]] void refuse(const std::string& what, std::size_t entry) const {
        const std::string where =
            entry == 0 ? file_.string() : fmt::format("{}: entry {}", file_.string(), entry);
        throw base::SetupError{what, where, remedy};
    }

    [[nodiscard]] Json parse() const {
        std::error_code error;
        if (std::filesystem::file_size(file_, error) > largest_file && !error)
            refuse("it is larger than 256 MiB", 0);
        try {
            return Json::parse(base::read_file(file_));
        } catch (const Json::exception& trouble) {
            refuse(trouble.what(), 0);
        }
    }

    void take(const Json& entry) {
        if (!entry.is_object()) throw std::invalid_argument{"it is no object"};
        const Json& request = object_in(entry, "request");
        Exchange exchange;
        exchange.label = text_of(request, "method") + " " + text_of(request, "url");
        exchange.label.resize(std::min<std::size_t>(exchange.label.size(), 200));
        exchange.connection = connection_of(text_of(entry, "connection"));
        exchange.unlawful_because = text_of(entry, "_unlawfulBecause");
        exchange.trouble = text_of(entry, "_error");
        take_times(entry, exchange);
        take_request(request, exchange);
        take_response(object_in(entry, "response"), entry, exchange, text_of(request, "method"));
        journal_.exchanges.push_back(std::move(exchange));
    }

    /// "0" is ours for "not known".
    std::uint32_t connection_of(const std::string& name) {
        if (name.empty() || name == "0") return 0;
        const auto next = static_cast<std::uint32_t>(connections_.size() + 1);
        return connections_.emplace(name, next).first->second;
    }

    void take_times(const Json& entry, Exchange& exchange) {
        const auto at = from_har_time(text_of(entry, "startedDateTime"));
        if (!at) throw std::invalid_argument{"'startedDateTime' is no time"};
        if (!first_ || *at < *first_) first_ = at;
        constexpr double longest_ms = 1e10;
        const double took = std::clamp(number_of(entry, "time", 0), 0.0, longest_ms);
        const std::chrono::duration<double, std::milli> time{took};
        // From the epoch until every entry is known.
        exchange.times.began = at->time_since_epoch();
        exchange.times.finished = exchange.times.began + std::chrono::duration_cast<RunTime>(time);
    }

    void take_request(const Json& request, Exchange& exchange) {
        const std::string method = text_of(request, "method");
        if (method.empty()) throw std::invalid_argument{"the request has no method"};
        const base::HttpEndpoint endpoint = base::parse_http_url(text_of(request, "url"), {}).endpoint;
        services_.insert(fmt::format("{}://{}", endpoint.tls ? "https" : "http", endpoint.authority()));
        if (endpoint.tls) exchange.tls = record::TlsFacts{};
        const auto data = request.find("postData");
        const Body body = body_of(data == request.end() ? Json{} : *data, header_in(request, "Content-Type"),
                                  number_of(request, "bodySize", 0));
        if (body.is_missing && exchange.unlawful_because.empty()) {
            exchange.unlawful_because = "the HAR does not hold its body";
            ++without_body_;
        }
        const bool has_length = !body.octets.empty() || method == "POST";
        exchange.request =
            record::redacted(put_together(fmt::format("{} {} {}", method, endpoint.path, version_of(request)),
                                          request, body.octets, has_length));
    }

    void take_response(const Json& response, const Json& entry, Exchange& exchange,
                       const std::string& method) {
        const double status = number_of(response, "status", 0);
        const auto content = response.find("content");
        const Json& held = content == response.end() ? Json{} : *content;
        const Body body = body_of(held, header_in(response, "Content-Type"), number_of(held, "size", 0));
        const bool is_there = status >= 100 && status <= 999 && !body.is_missing;
        const auto ending = record::ending_from(text_of(entry, "_ending"));
        exchange.ending = ending.value_or(is_there ? Ending::answered : Ending::not_awaited);
        if (body.is_missing) {
            exchange.trouble = "the HAR does not hold the answer's body";
            exchange.ending = Ending::not_awaited;
            ++without_body_;
        }
        if (!is_there) return;
        exchange.times.first_octet = exchange.times.finished;
        const std::string start_line = fmt::format("{} {} {}", version_of(response), static_cast<int>(status),
                                                   text_of(response, "statusText"));
        exchange.response = record::redacted(
            put_together(start_line, response, body.octets, method != "HEAD" && status != 204));
    }

    record::Journal finish() {
        const base::WallTime first = first_.value_or(base::WallTime{});
        // HAR 1.2 §4.2.4 does not promise an order.
        std::ranges::stable_sort(journal_.exchanges, {},
                                 [](const Exchange& each) { return each.times.began; });
        std::uint32_t number = 0;
        for (Exchange& exchange : journal_.exchanges) {
            record::Times& times = exchange.times;
            exchange.id = ++number;
            for (RunTime* time : {&times.began, &times.first_octet, &times.finished})
                if (*time != RunTime{}) *time -= first.time_since_epoch();
            times.connected = times.sent = times.began;
            journal_.ended = std::max(journal_.ended, times.finished);
        }
        journal_.complete = true;
        journal_.header.began = base::to_rfc3339(first);
        journal_.header.options[record::observed_option] = file_.string();
        journal_.header.options[record::wire_lost_option] =
            "a HAR keeps neither octets nor framing, and not always credentials";
        journal_.notes.push_back(
            "a HAR keeps neither octets nor framing: the rules about them are not judged");
        if (without_body_ > 0)
            journal_.notes.push_back(
                fmt::format("{} bodies are not in the HAR and not judged", without_body_));
        for (const std::string& service : services_)
            journal_.header.target += (journal_.header.target.empty() ? "" : ", ") + service;
        return std::move(journal_);
    }

    std::filesystem::path file_;
    record::Journal journal_;
    std::map<std::string, std::uint32_t> connections_;
    std::set<std::string> services_;
    std::optional<base::WallTime> first_;
    std::size_t without_body_ = 0;
};

}  // namespace

bool is_har(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::string begin(4096, '\0');
    in.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    begin.resize(static_cast<std::size_t>(in.gcount()));
    std::string_view text = begin;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return base::trimmed(text).starts_with('{') && text.find("\"log\"") != std::string_view::npos &&
           text.find("assay-journal") == std::string_view::npos;
}

record::Journal read_har(const std::filesystem::path& file) { return HarReader{file}.read(); }

}  // namespace assay::capture
