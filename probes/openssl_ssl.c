/* Does libssl have what the ssl module cannot do without? Links: yes. */
#include <openssl/opensslv.h>
#include <openssl/ssl.h>
#if OPENSSL_VERSION_NUMBER < 0x10101000L
#error "this OpenSSL is older than 1.1.1"
#endif
static void log_key(const SSL *ssl, const char *line) {}

int
main (void)
{
  SSL_CTX *context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_keylog_callback(context, log_key);
  SSL *connection = SSL_new(context);
  X509_VERIFY_PARAM *checks = SSL_get0_param(connection);
  X509_VERIFY_PARAM_set1_host(checks, "localhost", 0);
  SSL_free(connection);
  SSL_CTX_free(context);
  return 0;
}
