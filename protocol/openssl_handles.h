// What OpenSSL hands out, owned and wiped when it is given back.
#pragma once

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>

#include "protocol/check.h"

namespace keyturn {

struct OpensslRelease {
    void operator()(BIGNUM* number) const { BN_clear_free(number); }
    void operator()(BN_CTX* scratch) const { BN_CTX_free(scratch); }
    void operator()(EC_POINT* point) const { EC_POINT_clear_free(point); }
    void operator()(EVP_CIPHER_CTX* cipher) const { EVP_CIPHER_CTX_free(cipher); }
};

template <class T>
using OpensslHandle = std::unique_ptr<T, OpensslRelease>;

// Takes over what an OpenSSL constructor returned.
template <class T>
OpensslHandle<T> owned(T* handle) {
    check(handle != nullptr, "OpenSSL has memory for one more object");
    return OpensslHandle<T>(handle);
}

// For calls that fail only when OpenSSL is broken or out of memory.
inline void must(int status) { check(status == 1, "OpenSSL does what it was asked"); }

// Keeps refusals of hostile input out of the thread's error queue, which TLS connections of the same thread read.
class OpensslErrorsForgotten {
  public:
    OpensslErrorsForgotten() { ERR_set_mark(); }
    ~OpensslErrorsForgotten() { ERR_pop_to_mark(); }
    OpensslErrorsForgotten(const OpensslErrorsForgotten&) = delete;
    OpensslErrorsForgotten& operator=(const OpensslErrorsForgotten&) = delete;
};

}  // namespace keyturn
