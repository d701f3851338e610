// A scenario's operations in the sessions of one BMC: which flow comes next, its commands, what answers give.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assay/load/ipmi_session.hpp"
#include "assay/load/operation_draw.hpp"

namespace assay::load {

/// Sans-io. One a session, used again and again.
class IpmiDialogue {
public:
    /// @param play outlives it; all its steps are commands; @param user which of the users it is
    IpmiDialogue(const ProgramPlay& play, std::uint64_t seed, unsigned user);

    /// A new operation.
    void begin();
    /// The next command of the operation, valid until the next call; null when it has no more.
    [[nodiscard]] const IpmiCommand* next();
    /// @param data the answer to the last command, from its completion code on
    /// @return what is wrong with it
    [[nodiscard]] std::optional<ErrorKind> on_answer(base::OctetView data);

    /// Which command was last to be sent, as its place in Traffic::operations().
    [[nodiscard]] std::size_t message() const { return message_; }
    /// Which flow it plays, as its place there; 0 where flows are not counted.
    [[nodiscard]] std::size_t flow() const { return flow_->number; }

private:
    void add(const Piece& piece);

    const ProgramPlay& play_;
    OperationDraw draw_;
    const PreparedFlow* flow_;
    std::size_t next_ = 0;  ///< of the flow's steps
    std::size_t message_ = 0;
    std::vector<std::string> slots_;
    IpmiCommand command_;
};

}  // namespace assay::load
