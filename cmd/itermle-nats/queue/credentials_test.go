package queue

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nkeys"
)

// served runs a server in this process until the test ends.
func served(t testing.TB, line, address string) {
	t.Helper()
	ended, end := context.WithCancel(context.Background())
	var stdout, stderr strings.Builder
	done := make(chan int, 1)
	go func() { done <- run(ended, testRegistry(), strings.Fields(line), &stdout, &stderr) }()
	t.Cleanup(func() {
		end()
		if code := <-done; code != exitDone || !strings.HasSuffix(stdout.String(), address+"\n") {
			t.Errorf("%s: exit %d, %s%s", line, code, stdout.String(), stderr.String())
		}
	})
	for range 600 {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the server does not answer")
}

// written is a file of the text.
func written(t *testing.T, folder, name, text string) (path string) {
	t.Helper()
	path = filepath.Join(folder, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// no ends the test at an error of what has no reason to fail.
func no(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// certificate writes a certificate of this machine that is its own authority, and its key.
func certificate(t *testing.T, folder, name string) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	no(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}}
	public, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	no(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	no(t, err)
	block := func(kind string, text []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: text}))
	}
	return written(t, folder, name+".crt", block("CERTIFICATE", public)),
		written(t, folder, name+".key", block("PRIVATE KEY", secret))
}

// account is a key and a claim of its own, signed by an operator.
func account(t *testing.T, operator nkeys.KeyPair, jetStream bool) (pair nkeys.KeyPair, public, claim string) {
	t.Helper()
	pair, err := nkeys.CreateAccount()
	no(t, err)
	public, err = pair.PublicKey()
	no(t, err)
	claims := jwt.NewAccountClaims(public)
	if jetStream {
		claims.Limits.JetStreamLimits = jwt.JetStreamLimits{MemoryStorage: -1, DiskStorage: -1, Streams: -1,
			Consumer: -1}
	}
	claim, err = claims.Encode(operator)
	no(t, err)
	return pair, public, claim
}

// A server whose file asks for credentials and for certificates of both sides serves who has them, and nobody else.
func TestCredentialsAndCertificatesAreAskedFor(t *testing.T) {
	folder, address := t.TempDir(), freeAddress(t)
	operator, err := nkeys.CreateOperator()
	no(t, err)
	name, err := operator.PublicKey()
	no(t, err)
	_, systemName, systemClaim := account(t, operator, false)
	ours, oursName, oursClaim := account(t, operator, true)
	claims := jwt.NewOperatorClaims(name)
	claims.SystemAccount = systemName
	operatorClaim, err := claims.Encode(operator)
	no(t, err)
	user, err := nkeys.CreateUser()
	no(t, err)
	userName, err := user.PublicKey()
	no(t, err)
	userClaim, err := jwt.NewUserClaims(userName).Encode(ours)
	no(t, err)
	seed, err := user.Seed()
	no(t, err)
	text, err := jwt.FormatUserConfig(userClaim, seed)
	no(t, err)
	credentials := " --creds " + written(t, folder, "user.creds", string(text))
	certificates, key := certificate(t, folder, "both")
	config := written(t, folder, "nats.conf", fmt.Sprintf("listen: %q\njetstream { store_dir: %q }\noperator: %s\n"+
		"resolver: MEMORY\nresolver_preload { %s: %s, %s: %s }\n"+
		"tls { cert_file: %q, key_file: %q, ca_file: %q, verify: true }\n", address, filepath.Join(folder, "store"),
		operatorClaim, systemName, systemClaim, oursName, oursClaim, certificates, key, certificates))
	served(t, "serve --config "+config, address)
	bare := written(t, folder, "bare.conf", "listen: 127.0.0.1:0\n")
	if code, _, stderr := execute("serve --config " + bare); code != exitMisuse ||
		!strings.Contains(stderr, "jetstream {") {
		t.Errorf("without JetStream: exit %d, %s", code, stderr)
	}
	url, authority := " --url nats://"+address, " --tls-ca "+certificates
	side := " --tls-cert " + certificates + " --tls-key " + key
	for _, less := range []string{credentials, credentials + authority, authority + side, side + credentials} {
		if code, _, stderr := execute("submit --run cheap" + url + less); code != exitMisuse ||
			strings.Count(stderr, "\n") != 1 {
			t.Errorf("with only %s: exit %d, %s", less, code, stderr)
		}
	}
	url += credentials + authority + side
	must(t, "submit --run cheap"+url)
	must(t, "work --alone --drain"+url)
	must(t, "collect --record "+filepath.Join(folder, "collected")+url)
}

// A server whose address is taken, or whose store is no folder, says so at once.
func TestServeSaysWhyItCannotStart(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for line, says := range map[string]string{
		"serve --store " + t.TempDir() + " --listen " + taken.Addr().String(): "address already in use",
		"serve --listen 127.0.0.1:0 --store " + os.DevNull:                    os.DevNull,
	} {
		start := time.Now()
		code, _, stderr := execute(line)
		if code != exitMisuse || !strings.Contains(stderr, says) || time.Since(start) > time.Minute {
			t.Errorf("%s: %d after %v, %q", line, code, time.Since(start), stderr)
		}
	}
}
