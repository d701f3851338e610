// A scenario's operations on one connection: which flow comes next, what its requests say, what answers give.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "assay/load/dialogue.hpp"
#include "assay/load/operation_draw.hpp"

namespace assay::load {

/// Sans-io. One a connection, used again and again. No script runs: a request is its literal octets, with the
/// fields of a row, what was captured and the MessageID between them.
class ProgramDialogue final : public Conversation {
public:
    /// @param play,ids outlive it; @param user which of the users it is: where in the tables it begins, and
    /// which flows it draws
    ProgramDialogue(const ProgramPlay& play, MessageIds& ids, std::uint64_t seed, unsigned user);

    [[nodiscard]] std::string_view begin() override;
    [[nodiscard]] Turn on_answer(const Response& response) override;
    [[nodiscard]] std::size_t message() const override { return current().message; }
    [[nodiscard]] std::size_t flow() const override { return flow_->number; }
    [[nodiscard]] const std::vector<std::string>& captured() const override { return slots_; }

private:
    [[nodiscard]] const PreparedStep& current() const { return flow_->steps[step_]; }
    [[nodiscard]] std::string_view write();
    [[nodiscard]] std::optional<ErrorKind> capture(std::string_view body);
    [[nodiscard]] std::string_view value_of(const Piece& piece) const;

    const ProgramPlay& play_;
    MessageIds& ids_;
    OperationDraw draw_;
    const PreparedFlow* flow_;
    std::size_t step_ = 0;
    bool ended_ = false;  ///< has the enumeration come to its end?
    std::string id_;
    std::vector<std::string> slots_;
    std::string request_;
};

}  // namespace assay::load
