#include "surgery.hpp"

#include <algorithm>
#include <variant>
#include <vector>

#include "assay/soap/reader.hpp"

namespace assay::mutants {

namespace ns = vocab::ns;

namespace {

void unfold(Element& element) {
    if (element.is_written()) element = std::get<Element>(soap::read_element(element.text));
    for (Element& child : element.children) unfold(child);
}

}  // namespace

void unfold(Envelope& reply) {
    for (Element& each : reply.body) unfold(each);
}

void drop_header(Envelope& envelope, const QName& name) {
    std::erase_if(envelope.headers, [&](const Element& each) { return each.name == name; });
}

void set_header(Envelope& envelope, const QName& name, std::string text) {
    if (Element* header = envelope.header(name)) header->text = std::move(text);
}

std::string_view header_text(const Envelope& envelope, const QName& name) {
    const Element* header = envelope.header(name);
    return header == nullptr ? std::string_view{} : header->value();
}

bool asks(const Envelope& request, std::string_view action) {
    return header_text(request, names::Action) == action;
}

Element* body_child(Envelope& envelope, const QName& name) {
    return envelope.body.empty() || envelope.body.front().name != name ? nullptr : &envelope.body.front();
}

const Element* body_child(const Envelope& envelope, const QName& name) {
    return envelope.body.empty() || envelope.body.front().name != name ? nullptr : &envelope.body.front();
}

void drop_child(Element& element, const QName& name) {
    std::erase_if(element.children, [&](const Element& each) { return each.name == name; });
}

Element* fault_in(Envelope& reply) { return body_child(reply, QName{ns::s, "Fault"}); }

Element* subcode_of(Element& fault) {
    Element* code = fault.child(QName{ns::s, "Code"});
    Element* subcode = code == nullptr ? nullptr : code->child(QName{ns::s, "Subcode"});
    return subcode == nullptr ? nullptr : subcode->child(QName{ns::s, "Value"});
}

bool has_subcode(Envelope& reply, const QName& subcode) {
    Element* fault = fault_in(reply);
    const Element* value = fault == nullptr ? nullptr : subcode_of(*fault);
    return value != nullptr && value->qname && *value->qname == subcode;
}

void swap_detail(Envelope& reply, std::string_view from, std::string_view to) {
    Element* fault = fault_in(reply);
    Element* detail = fault == nullptr ? nullptr : fault->child(QName{ns::s, "Detail"});
    Element* word = detail == nullptr ? nullptr : detail->child(names::FaultDetail);
    if (word != nullptr && word->text == std::string{vocab::fault_detail_base} + std::string{from}) {
        word->text = std::string{vocab::fault_detail_base} + std::string{to};
    }
}

void drop_detail(Envelope& reply, std::string_view detail) {
    Element* fault = fault_in(reply);
    Element* all = fault == nullptr ? nullptr : fault->child(QName{ns::s, "Detail"});
    if (all == nullptr) return;
    std::erase_if(all->children, [&](const Element& each) {
        return each.name == names::FaultDetail &&
               each.text == std::string{vocab::fault_detail_base} + std::string{detail};
    });
}

void swap_subcode(Envelope& reply, const QName& from, const QName& to) {
    if (has_subcode(reply, from)) subcode_of(*fault_in(reply))->qname = to;
}

void refuse(Envelope& reply, const QName& subcode) {
    Element fault{QName{ns::s, "Fault"}};
    Element& code = fault.add(Element{QName{ns::s, "Code"}});
    code.add(soap::qname_element(QName{ns::s, "Value"}, vocab::fault::Sender));
    code.add(Element{QName{ns::s, "Subcode"}}).add(soap::qname_element(QName{ns::s, "Value"}, subcode));
    Element& reason = fault.add(Element{QName{ns::s, "Reason"}});
    Element& text = reason.add(Element{QName{ns::s, "Text"}, "It is refused."});
    text.set(soap::names::lang, "en-US");
    reply.body.clear();
    reply.body.push_back(std::move(fault));
    set_header(reply, names::Action, std::string{vocab::action::ManagementFault});
}

void misdirect(Envelope& request) {
    set_header(request, names::ResourceURI, "http://schemas.assay.example/nowhere");
}

Element* representation(Envelope& message, std::string_view of) {
    return message.body.empty() || message.body.front().name.local != of ? nullptr : &message.body.front();
}

Element* property(Element& item, std::string_view name) {
    const auto found =
        std::ranges::find_if(item.children, [&](const Element& each) { return each.name.local == name; });
    return found == item.children.end() ? nullptr : &*found;
}

Element* items_of(Envelope& reply) {
    if (Element* pulled = body_child(reply, names::wsen::PullResponse))
        return pulled->child(names::wsen::Items);
    Element* opened = body_child(reply, names::wsen::EnumerateResponse);
    return opened == nullptr ? nullptr : opened->child(names::Items);
}

void each_instance(Envelope& reply, const std::function<void(Element& instance)>& twist) {
    Element* items = items_of(reply);
    for (Element& each : items == nullptr ? reply.body : items->children) {
        if (each.name.ns.view().ends_with("/" + each.name.local)) twist(each);
    }
}

void set_code(Envelope& reply, const QName& subcode, const QName& code) {
    if (!has_subcode(reply, subcode)) return;
    fault_in(reply)->child(QName{ns::s, "Code"})->child(QName{ns::s, "Value"})->qname = code;
}

bool has_selector_in_capitals(const Envelope& request) {
    const Element* set = request.header(names::SelectorSet);
    return set != nullptr && std::ranges::any_of(set->children, [](const Element& each) {
               const std::string* name = each.attribute("Name");
               return name != nullptr && !name->empty() &&
                      std::ranges::all_of(*name, [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
           });
}

bool is_for(const Envelope& request, std::string_view class_name) {
    return header_text(request, names::ResourceURI).ends_with("/" + std::string{class_name});
}

}  // namespace assay::mutants
