// Cuts that several mutants make.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "assay/model/names.hpp"
#include "assay/soap/envelope.hpp"

namespace assay::mutants {

using soap::Element;
using soap::Envelope;
using vocab::QName;
namespace names = model::names;

/// Removes every header block of that name.
void drop_header(Envelope& envelope, const QName& name);

/// Sets a header's text when it is there.
void set_header(Envelope& envelope, const QName& name, std::string text);

/// The header's trimmed text, or empty.
[[nodiscard]] std::string_view header_text(const Envelope& envelope, const QName& name);

[[nodiscard]] bool asks(const Envelope& request, std::string_view action);

/// The one child of the body when it has that name, or nullptr.
[[nodiscard]] Element* body_child(Envelope& envelope, const QName& name);
[[nodiscard]] const Element* body_child(const Envelope& envelope, const QName& name);

void drop_child(Element& element, const QName& name);

/// The fault in a reply, or nullptr.
[[nodiscard]] Element* fault_in(Envelope& reply);

/// The fault's s:Subcode/s:Value or nullptr.
[[nodiscard]] Element* subcode_of(Element& fault);

/// Does the reply's fault have that subcode?
[[nodiscard]] bool has_subcode(Envelope& reply, const QName& subcode);

/// Replaces the last word of wsman:FaultDetail where the fault has `from`.
void swap_detail(Envelope& reply, std::string_view from, std::string_view to);

/// Makes trees of the elements that are written already, so that a mutant can look into them.
void unfold(Envelope& reply);

/// Takes wsman:FaultDetail from a fault where it says this.
void drop_detail(Envelope& reply, std::string_view detail);

/// Replaces the subcode of faults.
void swap_subcode(Envelope& reply, const QName& from, const QName& to);

/// Answers with this fault of the sender, without a detail, instead of what the service says.
void refuse(Envelope& reply, const QName& subcode);

/// Sends a request to a resource that there is not, so that it is refused.
void misdirect(Envelope& request);

/// The element in the body of that local name, be it of a request or of a reply, or nullptr.
[[nodiscard]] Element* representation(Envelope& message, std::string_view of);

/// The first child of that local name, or nullptr.
[[nodiscard]] Element* property(Element& item, std::string_view name);

/// Twists each instance that a reply shows: an element that is named as the last part of its namespace.
void each_instance(Envelope& reply, const std::function<void(Element& instance)>& twist);

/// The items that a PullResponse or an optimized EnumerateResponse brings, or nullptr.
[[nodiscard]] Element* items_of(Envelope& reply);

/// Gives faults of that subcode another code.
void set_code(Envelope& reply, const QName& subcode, const QName& code);

/// Is the name of a selector all in capitals?
[[nodiscard]] bool has_selector_in_capitals(const Envelope& request);

/// Is the request addressed to the conformance class of this name?
[[nodiscard]] bool is_for(const Envelope& request, std::string_view class_name);

}  // namespace assay::mutants
