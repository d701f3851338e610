// What a rule sees of an exchange, and the few words rules are written in.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "assay/observe/element.hpp"
#include "assay/observe/fault_reading.hpp"
#include "assay/observe/reading.hpp"
#include "assay/rules/rule_book.hpp"
#include "assay/vocab/names.hpp"
#include "assay/vocab/rule.hpp"

namespace assay::rules {

using observe::Element;
using observe::EnvelopeReading;
using observe::HttpField;
using observe::Reading;
using vocab::QName;
using vocab::rule;

/// One message of an exchange under judgement.
class View {
public:
    View(const Reading& reading, Judged judged) : reading_{reading}, judged_{judged} {}

    /// The message that is judged.
    [[nodiscard]] const observe::MessageReading& message() const;
    [[nodiscard]] const EnvelopeReading& envelope() const { return message().envelope; }
    [[nodiscard]] const observe::HttpReading& http() const { return message().http; }
    [[nodiscard]] const Reading& reading() const { return reading_; }
    [[nodiscard]] const EnvelopeReading& request() const { return reading_.request.envelope; }
    [[nodiscard]] Judged judged() const { return judged_; }

    /// Is the judged message a well-formed SOAP 1.2 envelope with a body?
    [[nodiscard]] bool is_soap() const;
    /// Does it take part in WS-Addressing? Identify does not (DSP0226 §11), nor does an answer to something
    /// that was no addressed message itself.
    [[nodiscard]] bool is_addressed() const;
    /// The request's wsa:Action when it stands there once; "" otherwise.
    [[nodiscard]] std::string_view requested_action() const;
    /// Is this an answer without fault to a request of this action?
    [[nodiscard]] bool answers(std::string_view action) const;
    /// The fault in the judged message.
    [[nodiscard]] std::optional<observe::FaultReading> fault() const;

    [[nodiscard]] record::Place at(const Element& element) const;
    [[nodiscard]] record::Place at(const HttpField& field) const;
    [[nodiscard]] record::Place at(const observe::Position& position) const;
    /// The header, else the envelope, else the body as a whole: where something missing should have been.
    [[nodiscard]] record::Place at_header() const;
    /// The SOAP body, or the same.
    [[nodiscard]] record::Place at_body() const;
    /// An offset in the octets of the head.
    [[nodiscard]] record::Place at_head(std::size_t offset, std::size_t length, std::string path) const;

private:
    [[nodiscard]] record::Place at_or_envelope(const Element* element) const;
    [[nodiscard]] record::Part body_part() const;

    const Reading& reading_;
    Judged judged_;
};

using Look = std::function<Outcome(const View&)>;

/// Adds a rule for one side, or for both with the same look.
void judge_response(RuleBook& book, std::string_view id, const Look& look);
void judge_request(RuleBook& book, std::string_view id, const Look& look);
void judge_both(RuleBook& book, std::string_view id, const Look& look);

/// The three things a look can give.
[[nodiscard]] inline Outcome not_examined() { return {}; }
[[nodiscard]] inline Outcome kept() { return {.examined = true, .findings = {}}; }
[[nodiscard]] Outcome broken(record::Place place, std::string message, std::string expected,
                             std::string actual);

/// `kept()` when it holds, else `broken(…)` with the rest.
[[nodiscard]] Outcome expect(bool holds, record::Place place, std::string message, std::string expected,
                             std::string actual);

/// At most 200 octets of `text`, so that findings stay readable; "nothing" for an empty one.
[[nodiscard]] std::string shortened(std::string_view text);

/// Is a header block marked mustUnderstand="true" (or "1")?
[[nodiscard]] bool must_understand(const Element& block);

}  // namespace assay::rules
