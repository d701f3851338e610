// HTTP/1.1 octets → Request, as they come.
#pragma once

#include <boost/beast/http/basic_parser.hpp>

#include "assay/wire/message.hpp"

namespace assay::wire {

/// Beast's parser with the request itself as its result: no message in between that would be copied from.
class RequestParser final : public boost::beast::http::basic_parser<true> {
public:
    /// @param into  method, target, headers and body are filled in; outlives the parser
    explicit RequestParser(Request& into) : into_{into} {}

    /// Of the protocol's version, once is_header_done(): 1 or 0.
    [[nodiscard]] unsigned minor_version() const { return version_ % 10; }
    /// RFC 9112 §3.2: a request of HTTP/1.1 names its host, once.
    [[nodiscard]] bool names_host() const { return minor_version() == 0 || hosts_ == 1; }

private:
    using Error = boost::system::error_code;
    using Text = boost::beast::string_view;

    void on_request_impl(boost::beast::http::verb verb, Text method, Text target, int version,
                         Error& error) override;
    void on_response_impl(int code, Text reason, int version, Error& error) override;
    void on_field_impl(boost::beast::http::field field, Text name, Text value, Error& error) override;
    void on_header_impl(Error& error) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, Error& error) override;
    std::size_t on_body_impl(Text octets, Error& error) override;
    void on_chunk_header_impl(std::uint64_t size, Text extensions, Error& error) override;
    std::size_t on_chunk_body_impl(std::uint64_t remain, Text octets, Error& error) override;
    void on_finish_impl(Error& error) override;

    Request& into_;
    unsigned version_ = 11;
    unsigned hosts_ = 0;
};

}  // namespace assay::wire
