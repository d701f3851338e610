#include "assay/ipmi-client/error.hpp"

#include <boost/throw_exception.hpp>
#include <stdexcept>

namespace assay::ipmi_client {

void throw_exception_from_error(const Error& error, const boost::source_location& where) {
    boost::throw_exception(std::logic_error{"an unchecked error of a BMC: " + error.message}, where);
}

}  // namespace assay::ipmi_client
