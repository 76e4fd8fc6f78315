/* Does libcrypto have what the _hashlib module cannot do without? Links: yes. */
#include <openssl/opensslv.h>
#include <openssl/evp.h>
#if OPENSSL_VERSION_NUMBER < 0x10101000L
#error "this OpenSSL is older than 1.1.1"
#endif

int
main (void)
{
  OBJ_nid2sn(NID_md5);
  OBJ_nid2sn(NID_sha1);
  OBJ_nid2sn(NID_sha3_512);
  OBJ_nid2sn(NID_blake2b512);
  EVP_PBE_scrypt(NULL, 0, NULL, 0, 2, 8, 1, 0, NULL, 0);
  return 0;
}
