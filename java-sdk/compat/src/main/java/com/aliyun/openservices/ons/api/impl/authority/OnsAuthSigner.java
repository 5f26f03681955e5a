package com.aliyun.openservices.ons.api.impl.authority;

import com.aliyun.openservices.ons.api.impl.authority.exception.AuthenticationException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what programs send to other interfaces of the service. */
public class OnsAuthSigner {
  public static final Charset DEFAULT_CHARSET = StandardCharsets.UTF_8;
  public static final SigningAlgorithm DEFAULT_ALGORITHM = SigningAlgorithm.HmacSHA1;

  /** All methods are static. */
  public OnsAuthSigner() {}

  /**
   * Returns the signature of a text in Base64.
   *
   * @throws AuthenticationException when text or key is null
   */
  public static String calSignature(String data, String key) {
    return calSignature(data, key, DEFAULT_ALGORITHM, DEFAULT_CHARSET);
  }

  /**
   * Returns the signature of a text in Base64.
   *
   * @throws AuthenticationException when text or key is null
   */
  public static String calSignature(
      String data, String key, SigningAlgorithm algorithm, Charset charset) {
    byte[] bytes = data == null ? null : data.getBytes(charset);
    return calSignature(bytes, key, algorithm, charset);
  }

  /**
   * Returns the signature of bytes in Base64.
   *
   * @throws AuthenticationException when bytes or key are null
   */
  public static String calSignature(byte[] data, String key) {
    return calSignature(data, key, DEFAULT_ALGORITHM, DEFAULT_CHARSET);
  }

  /**
   * Returns the signature of bytes in Base64.
   *
   * @throws AuthenticationException when bytes or key are null
   */
  public static String calSignature(
      byte[] data, String key, SigningAlgorithm algorithm, Charset charset) {
    if (data == null || key == null) {
      throw failure("data or key is null; give both", null);
    }
    try {
      Mac mac = Mac.getInstance(algorithm.name());
      mac.init(new SecretKeySpec(key.getBytes(charset), algorithm.name()));
      return Base64.getEncoder().encodeToString(mac.doFinal(data));
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      throw failure(unusable.getMessage(), unusable);
    }
  }

  private static AuthenticationException failure(String why, Throwable cause) {
    return new AuthenticationException(
        "signature-failed", 10015, "cannot make a signature: " + why, cause);
  }
}
