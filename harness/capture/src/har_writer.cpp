#include <cerrno>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "assay/base/octets.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/base/text.hpp"
#include "assay/capture/har.hpp"
#include "assay/observe/http_reading.hpp"
#include "assay/observe/media_type.hpp"
#include "har_time.hpp"

namespace assay::capture {
namespace {

using Json = nlohmann::ordered_json;
using observe::HttpReading;
using record::Exchange;
using record::RunTime;

double milliseconds(RunTime time) { return std::chrono::duration<double, std::milli>{time}.count(); }

Json headers_of(const HttpReading& message) {
    Json headers = Json::array();
    for (const observe::HttpField& field : message.fields)
        headers.push_back({{"name", field.name}, {"value", field.value}});
    return headers;
}

/// Readers take text for characters of the named charset, so only UTF-8 that calls itself so is written as
/// text.
bool is_text(const HttpReading& message) {
    const std::string charset{observe::read_media_type(message.value("Content-Type")).parameter("charset")};
    return base::is_utf8(message.body) && (charset.empty() || base::equal_ignoring_case(charset, "utf-8"));
}

Json body_of(const HttpReading& message, const char* encoding) {
    Json body{{"mimeType", message.value("Content-Type")}};
    if (is_text(message)) {
        body["text"] = message.body;
    } else {
        body["text"] = base::to_base64(base::octets_of(message.body));
        body[encoding] = "base64";
    }
    return body;
}

std::string url_of(const Exchange& exchange, const HttpReading& request, const record::RunHeader& header) {
    const bool tls = exchange.tls || header.target.starts_with("https:");
    if (request.target.find("://") != std::string::npos) return request.target;
    return fmt::format("{}://{}{}", tls ? "https" : "http", request.value("Host"), request.target);
}

Json request_of(const Exchange& exchange, const HttpReading& request, const record::RunHeader& header) {
    Json json{{"method", request.method},
              {"url", url_of(exchange, request, header)},
              {"httpVersion", request.version},
              {"cookies", Json::array()},
              {"headers", headers_of(request)},
              {"queryString", Json::array()},
              {"headersSize", -1},
              {"bodySize", request.body.size()}};
    if (!request.body.empty()) json["postData"] = body_of(request, "_encoding");
    return json;
}

Json response_of(const Exchange& exchange, const HttpReading& request) {
    const HttpReading response = observe::read_response(exchange.response, request.method);
    Json content = body_of(response, "encoding");
    content["size"] = response.body.size();
    return {{"status", response.status},
            {"statusText", response.reason},
            {"httpVersion", response.version},
            {"cookies", Json::array()},
            {"headers", headers_of(response)},
            {"content", std::move(content)},
            {"redirectURL", response.value("Location")},
            {"headersSize", -1},
            {"bodySize", response.transported.length}};
}

Json timings_of(const record::Times& times) {
    const RunTime first = times.first_octet == RunTime{} ? times.finished : times.first_octet;
    return {{"blocked", -1},
            {"dns", -1},
            {"connect", milliseconds(times.connected - times.began)},
            {"send", milliseconds(times.sent - times.connected)},
            {"wait", milliseconds(std::max(RunTime{}, first - times.sent))},
            {"receive", milliseconds(times.finished - first)}};
}

Json entry_of(const Exchange& exchange, const HttpReading& request, const record::RunHeader& header,
              base::WallTime began) {
    Json entry{
        {"startedDateTime", to_har_time(began + exchange.times.began)},
        {"time", milliseconds(exchange.times.finished - exchange.times.began)},
        {"request", request_of(exchange, request, header)},
        {"response", response_of(exchange, request)},
        {"cache", Json::object()},
        {"timings", timings_of(exchange.times)},
        {"connection", std::to_string(exchange.connection)},
        {"comment",
         exchange.case_id.empty() ? exchange.label : fmt::format("{}: {}", exchange.case_id, exchange.label)},
        {"_ending", record::to_text(exchange.ending)}};
    if (!exchange.trouble.empty()) entry["_error"] = exchange.trouble;
    if (!exchange.unlawful_because.empty()) entry["_unlawfulBecause"] = exchange.unlawful_because;
    return entry;
}

}  // namespace

std::size_t write_har(const record::RunHeader& header, const std::vector<Exchange>& exchanges,
                      const std::filesystem::path& file) {
    const base::WallTime began = from_har_time(header.began).value_or(base::WallTime{});
    std::size_t left_out = 0;
    Json entries = Json::array();
    for (const Exchange& exchange : exchanges) {
        const HttpReading request = observe::read_request(exchange.request);
        if (!request.head_complete || request.method.empty()) {
            ++left_out;
        } else {
            entries.push_back(entry_of(exchange, request, header, began));
        }
    }
    const Json har{{"log",
                    {{"version", "1.2"},
                     {"creator", {{"name", "assay"}, {"version", header.tool_version}}},
                     {"entries", std::move(entries)}}}};
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    out << har.dump(1, ' ', false, Json::error_handler_t::replace) << '\n' << std::flush;
    if (!out) {
        throw base::SetupError{std::string{"cannot write the HAR: "} + std::strerror(errno), file.string(),
                               "check the folder, its permissions and the free space"};
    }
    return left_out;
}

}  // namespace assay::capture
