#include "assay/observe/reading.hpp"

namespace assay::observe {
namespace {

MessageReading message_of(HttpReading http) {
    MessageReading message;
    message.http = std::move(http);
    message.media_type = read_media_type(message.http.value("Content-Type"));
    message.envelope = read_envelope(message.http.body, message.media_type.parameter("charset"));
    return message;
}

}  // namespace

Reading read(const record::Exchange& exchange) {
    Reading reading;
    reading.exchange = &exchange;
    reading.request = message_of(read_request(exchange.request));
    const std::string_view method =
        reading.request.http.method.empty() ? "POST" : std::string_view{reading.request.http.method};
    reading.response = message_of(read_response(exchange.response, method));
    return reading;
}

}  // namespace assay::observe
