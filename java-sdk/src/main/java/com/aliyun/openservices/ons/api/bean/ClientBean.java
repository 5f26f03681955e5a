package com.aliyun.openservices.ons.api.bean;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.ClientDescription;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.Properties;

/**
 * A client as a bean: it has properties first, and makes the client when it is started.
 *
 * @param <C> the client
 */
public abstract class ClientBean<C extends Admin> implements Admin {
  private Properties properties;
  private volatile C delegate;

  /** A bean without properties. */
  ClientBean() {}

  /** Makes the client from the properties, which are not null. */
  abstract C make(Properties properties);

  @Override
  public synchronized void start() {
    if (delegate == null) {
      delegate = make(require(properties, "the property properties"));
    }
    delegate.start();
  }

  @Override
  public void updateCredential(Properties credentialProperties) {
    started().updateCredential(credentialProperties);
  }

  /** Ends the client; does nothing when it was never started. */
  @Override
  public void shutdown() {
    if (delegate != null) {
      delegate.shutdown();
    }
  }

  @Override
  public boolean isStarted() {
    return delegate != null && delegate.isStarted();
  }

  @Override
  public boolean isClosed() {
    return delegate != null && delegate.isClosed();
  }

  @Override
  public ClientDescription describe() {
    return started().describe();
  }

  /** Returns the properties. */
  public Properties getProperties() {
    return properties;
  }

  /** Sets the properties; read by the first {@link #start()}. */
  public void setProperties(Properties properties) {
    this.properties = properties;
  }

  /** Returns the client, or null before the first start. */
  final C delegateOrNull() {
    return delegate;
  }

  /** Returns the client, or throws the error of a bean that is not started. */
  final C started() {
    C made = delegate;
    if (made == null) {
      throw new ONSClientException(
          "the bean is not started; call start() first", null, ErrorCode.CLIENT_NOT_STARTED);
    }
    return made;
  }

  /** Returns a value that must have been set. */
  static <T> T require(T value, String what) {
    if (value == null) {
      throw new ONSClientException(
          what + " of the bean is null; set it before start", null, ErrorCode.INVALID_PROPERTY);
    }
    return value;
  }
}
