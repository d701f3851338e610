#include "warm_up.hpp"

#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/RefHashTableOf.hpp>
#include <xercesc/util/XMLException.hpp>
#include <xercesc/util/XMLUni.hpp>
#include <xercesc/validators/datatype/DatatypeValidator.hpp>
#include <xercesc/validators/schema/ComplexTypeInfo.hpp>
#include <xercesc/validators/schema/SchemaGrammar.hpp>

namespace assay::xml {
namespace {

void try_out(xercesc::DatatypeValidator& validator) {
    try {
        validator.validate(xercesc::XMLUni::fgZeroLenString);
    } catch (const xercesc::XMLException&) {
        // Whether "" is a value is of no interest: the pattern has been compiled to find out.
    }
}

void try_out_all(xercesc::DVHashTable* validators) {
    if (validators == nullptr) return;
    xercesc::RefHashTableOfEnumerator<xercesc::DatatypeValidator> each{validators};
    while (each.hasMoreElements()) try_out(each.nextElement());
}

void warm_up(xercesc::SchemaGrammar& grammar) {
    if (auto* types = grammar.getComplexTypeRegistry(); types != nullptr) {
        xercesc::RefHashTableOfEnumerator<xercesc::ComplexTypeInfo> each{types};
        while (each.hasMoreElements()) {
            xercesc::ComplexTypeInfo& type = each.nextElement();
            static_cast<void>(type.getContentModel());
            static_cast<void>(type.getFormattedContentModel());
        }
    }
    try_out_all(grammar.getDatatypeRegistry()->getUserDefinedRegistry());
    try_out_all(xercesc::DatatypeValidatorFactory::getBuiltInRegistry());
}

}  // namespace

void warm_up(xercesc::XMLGrammarPool& pool) {
    xercesc::RefHashTableOfEnumerator<xercesc::Grammar> each = pool.getGrammarEnumerator();
    while (each.hasMoreElements()) {
        xercesc::Grammar& grammar = each.nextElement();
        if (grammar.getGrammarType() == xercesc::Grammar::SchemaGrammarType) {
            warm_up(static_cast<xercesc::SchemaGrammar&>(grammar));
        }
    }
}

}  // namespace assay::xml
