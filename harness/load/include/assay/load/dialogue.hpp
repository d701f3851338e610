// The messages of one operation on one connection: what to send first, and what after each answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/load/answer_check.hpp"
#include "assay/load/failure.hpp"
#include "assay/load/messages.hpp"

namespace assay::load {

/// The messages an operation is made of, to be counted each.
enum class MessageKind { identify, get, enumerate, pull };

/// After an answer: `octets` to send next, or an error, or neither when the operation has succeeded.
struct Turn {
    std::string_view octets{};  ///< valid until the next call
    std::optional<Failure> error{};
    std::uint64_t items = 0;  ///< that the answer brought, of an enumeration
};

/// Sans-io. One a connection, used again and again.
class Conversation {
public:
    Conversation() = default;
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;
    virtual ~Conversation() = default;

    /// The first message of a new run of the operation, valid until the next call.
    [[nodiscard]] virtual std::string_view begin() = 0;
    [[nodiscard]] virtual Turn on_answer(const Response& response) = 0;
    /// Which message was last to be sent, as its place in Traffic::operations().
    [[nodiscard]] virtual std::size_t message() const = 0;
    /// Which of a scenario's flows it plays, as its place there; 0 where flows are not counted.
    [[nodiscard]] virtual std::size_t flow() const { return 0; }
    /// What the answers of the last operation gave.
    [[nodiscard]] virtual const std::vector<std::string>& captured() const = 0;
};

/// One operation with fixed messages; `factory` and `ids` outlive it.
class Dialogue final : public Conversation {
public:
    Dialogue(const MessageFactory& factory, MessageIds& ids);

    [[nodiscard]] std::string_view begin() override;
    [[nodiscard]] Turn on_answer(const Response& response) override;
    /// An enumeration counts its messages, after the operation as a whole.
    [[nodiscard]] std::size_t message() const override { return kind_ == MessageKind::pull ? 2 : 1; }
    [[nodiscard]] const std::vector<std::string>& captured() const override { return nothing_; }
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
    std::vector<std::string> nothing_{};
};

}  // namespace assay::load
