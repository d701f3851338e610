#include "assay/xml/xerces_runtime.hpp"

#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/XMLException.hpp>

#include "assay/base/setup_error.hpp"
#include "xerces_text.hpp"

namespace assay::xml {

XercesRuntime::XercesRuntime() {
    try {
        xercesc::XMLPlatformUtils::Initialize();
    } catch (const xercesc::XMLException& error) {
        throw base::SetupError{utf8(error.getMessage()), "Xerces-C++", "reinstall the Xerces-C++ library"};
    }
}

XercesRuntime::~XercesRuntime() { xercesc::XMLPlatformUtils::Terminate(); }

}  // namespace assay::xml
