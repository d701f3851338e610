// The messages of one operation on one connection: what to send first, and what after each answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "assay/load/answer_check.hpp"
#include "assay/load/messages.hpp"

namespace assay::load {

/// The messages an operation is made of, to be counted each.
enum class MessageKind { identify, get, enumerate, pull };

/// After an answer: `octets` to send next, or an error, or neither when the operation has succeeded.
struct Turn {
    std::string_view octets{};  ///< valid until the next call
    std::optional<ErrorKind> error{};
};

/// Sans-io. One a connection, used again and again; `factory` and `ids` outlive it.
class Dialogue {
public:
    Dialogue(const MessageFactory& factory, MessageIds& ids);

    /// The first message of a new run of the operation, valid until the next call.
    [[nodiscard]] std::string_view begin();
    [[nodiscard]] Turn on_answer(const Response& response);
    /// The kind of the message that was last to be sent.
    [[nodiscard]] MessageKind kind() const { return kind_; }

private:
    [[nodiscard]] Turn go_on(std::string_view body);

    const MessageFactory& factory_;
    MessageIds& ids_;
    Template first_;
    MessageKind first_kind_;
    MessageKind kind_;
    std::string id_;
    std::string context_;  ///< the latest wsen:EnumerationContext, as the service wrote it
    std::string pull_;
};

}  // namespace assay::load
