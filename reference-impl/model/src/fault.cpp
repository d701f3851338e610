#include "assay/model/fault.hpp"

#include <stdexcept>

#include "assay/model/names.hpp"
#include "assay/model/reasons.hpp"

namespace assay::model {

using vocab::QName;
namespace ns = vocab::ns;

soap::Element to_element(const Fault& fault, std::string_view language) {
    soap::Element body{QName{ns::s, "Fault"}};
    soap::Element& code = body.add(soap::Element{QName{ns::s, "Code"}});
    code.add(soap::qname_element(QName{ns::s, "Value"}, fault.code));
    if (fault.subcode) {
        code.add(soap::Element{QName{ns::s, "Subcode"}})
            .add(soap::qname_element(QName{ns::s, "Value"}, *fault.subcode));
    }
    soap::Element& reason = body.add(soap::Element{QName{ns::s, "Reason"}});
    if (const auto text = reason_in(language, fault.subcode.value_or(fault.code)); !text.empty()) {
        reason.add(soap::Element{QName{ns::s, "Text"}, std::string{text}})
            .set(soap::names::lang, std::string{language});
    }
    reason.add(QName{ns::s, "Text"}, fault.reason).set(soap::names::lang, "en");
    if (!fault.detail.empty() || !fault.more.empty()) {
        soap::Element& detail = body.add(soap::Element{QName{ns::s, "Detail"}});
        if (!fault.detail.empty()) {
            detail.add(names::FaultDetail, std::string{vocab::fault_detail_base} + fault.detail);
        }
        detail.children.insert(detail.children.end(), fault.more.begin(), fault.more.end());
    }
    return body;
}

void throw_exception_from_error(const Fault& fault, const boost::source_location& where) {
    throw std::logic_error{"a fault was taken for a result at " + where.to_string() + ": " + fault.reason};
}

}  // namespace assay::model
