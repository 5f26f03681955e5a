package com.aliyun.openservices.ons.api.impl.authority;

/** Signs what programs send to other interfaces of the service. */
public class AuthUtil {
  /** All methods are static. */
  public AuthUtil() {}

  /** Returns the signature of bytes by HMAC-SHA1 in Base64. */
  public static String calSignature(byte[] data, String secretKey) {
    return OnsAuthSigner.calSignature(data, secretKey);
  }

  /** Returns two arrays of bytes as one. */
  public static byte[] combineBytes(byte[] first, byte[] second) {
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
