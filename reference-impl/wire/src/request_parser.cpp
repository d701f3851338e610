#include "request_parser.hpp"

#include <algorithm>

namespace assay::wire {

namespace http = boost::beast::http;

void RequestParser::on_request_impl(http::verb /*verb*/, Text method, Text target, int version,
                                    Error& error) {
    error = {};
    into_.method.assign(method);
    into_.target.assign(target);
    version_ = static_cast<unsigned>(version);
    constexpr std::size_t customary = 12;
    into_.headers.reserve(customary);
}

void RequestParser::on_response_impl(int /*code*/, Text /*reason*/, int /*version*/, Error& error) {
    error = http::error::bad_method;  // the parser of requests does not come here
}

void RequestParser::on_field_impl(http::field field, Text name, Text value, Error& error) {
    error = {};
    if (is_header_done()) return;  // of a trailer section, which is not for merging (RFC 9110 §6.5.1)
    if (field == http::field::host) ++hosts_;
    into_.headers.emplace_back(name, value);
}

void RequestParser::on_header_impl(Error& error) { error = {}; }

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, Error& error) {
    error = {};
    constexpr std::uint64_t believed = std::uint64_t{64} * 1024;  // what is only announced costs no memory
    into_.body.reserve(static_cast<std::size_t>(std::min(length.value_or(0), believed)));
}

std::size_t RequestParser::on_body_impl(Text octets, Error& error) {
    error = {};
    into_.body.append(octets);
    return octets.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t /*size*/, Text /*extensions*/, Error& error) {
    error = {};
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t /*remain*/, Text octets, Error& error) {
    return on_body_impl(octets, error);
}

void RequestParser::on_finish_impl(Error& error) { error = {}; }

}  // namespace assay::wire
