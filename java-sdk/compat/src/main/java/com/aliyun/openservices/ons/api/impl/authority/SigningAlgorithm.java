package com.aliyun.openservices.ons.api.impl.authority;

/** How a signature is made, by the names of the JDK's algorithms. */
public enum SigningAlgorithm {
  /** HMAC with SHA-1. */
  HmacSHA1,
  /** HMAC with SHA-256. */
  HmacSHA256,
  /** HMAC with MD5. */
  HmacMD5
}
