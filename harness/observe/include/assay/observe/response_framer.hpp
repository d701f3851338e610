// Tells a driver, octet by octet, when one HTTP response has ended.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace assay::observe {

class MessageReader;

/// Fed with what a socket gives, in pieces of any size. Interim (1xx) responses belong to the response they
/// precede. Lenient: a response that cannot be framed is one that lasts until the peer closes.
class ResponseFramer {
public:
    enum class State {
        reading,      ///< more octets have to come
        until_close,  ///< the body began and lasts until the peer closes
        complete,     ///< by its own framing; octets after consumed() belong to the next response
        given_up      ///< it crossed one of observe::limits, see excess()
    };

    /// @param request_method the method answered: HEAD has no body in its answer
    explicit ResponseFramer(std::string_view request_method = "POST");
    ~ResponseFramer();
    ResponseFramer(ResponseFramer&&) noexcept;
    ResponseFramer& operator=(ResponseFramer&&) noexcept;

    /// Takes in further octets and says how far the response is.
    State feed(std::string_view octets);
    [[nodiscard]] State state() const;

    /// Is the response whole if the peer closes now? True when complete or lasting until close.
    [[nodiscard]] bool whole_if_closed() const;

    /// Which limit it crossed, in words; "" unless it was given up.
    [[nodiscard]] const std::string& excess() const;

    /// How many of the octets fed belong to this response; what goes beyond is the next one's.
    [[nodiscard]] std::size_t consumed() const;

    /// How many 1xx responses came before the final one.
    [[nodiscard]] std::size_t interim_responses() const;

    /// The status of the final response; 0 until its start line has come, or when it cannot be read.
    [[nodiscard]] int status() const;

    /// May the connection carry another request after this response? False before it is complete.
    [[nodiscard]] bool keeps_connection() const;

private:
    std::unique_ptr<MessageReader> reader_;
};

}  // namespace assay::observe
