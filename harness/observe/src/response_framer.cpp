#include "assay/observe/response_framer.hpp"

#include <algorithm>

#include "assay/base/text.hpp"
#include "list_field.hpp"
#include "message_reader.hpp"

namespace assay::observe {
namespace {

/// RFC 9110 §7.6.1: Connection is a list of words.
bool says(const HttpReading& reading, std::string_view option) {
    return std::ranges::any_of(words_of(reading.fields, "Connection"), [option](std::string_view word) {
        return base::equal_ignoring_case(word, option);
    });
}

}  // namespace

ResponseFramer::ResponseFramer(std::string_view request_method)
    : reader_{std::make_unique<MessageReader>(MessageReader::Kind::response, request_method)} {}
ResponseFramer::~ResponseFramer() = default;
ResponseFramer::ResponseFramer(ResponseFramer&&) noexcept = default;
ResponseFramer& ResponseFramer::operator=(ResponseFramer&&) noexcept = default;

ResponseFramer::State ResponseFramer::feed(std::string_view octets) {
    reader_->feed(octets);
    return state();
}

ResponseFramer::State ResponseFramer::state() const {
    if (reader_->complete()) return State::complete;
    if (reader_->given_up()) return State::given_up;
    return reader_->until_close() ? State::until_close : State::reading;
}

bool ResponseFramer::whole_if_closed() const {
    return state() == State::until_close || state() == State::complete;
}

const std::string& ResponseFramer::excess() const { return reader_->reading().excess; }

std::size_t ResponseFramer::consumed() const { return reader_->consumed(); }

std::size_t ResponseFramer::interim_responses() const { return reader_->reading().interim.size(); }

int ResponseFramer::status() const { return reader_->reading().status; }

bool ResponseFramer::keeps_connection() const {
    const HttpReading& reading = reader_->reading();
    if (!reader_->complete() || !reading.troubles.empty()) return false;
    if (reading.version == "HTTP/1.0") return says(reading, "keep-alive");
    return !says(reading, "close");
}

}  // namespace assay::observe
