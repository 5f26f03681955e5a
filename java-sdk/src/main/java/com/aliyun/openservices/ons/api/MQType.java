package com.aliyun.openservices.ons.api;

/** Products of the past; without effect. */
public enum MQType {
  /** The older one. */
  NOTIFY("NOTIFY"),
  /** The newer one. */
  METAQ("METAQ");

  private String name;

  MQType(String name) {
    this.name = name;
  }

  /** The name. */
  public String getName() {
    return name;
  }

  /** Changes the name, for the whole process. */
  public void setName(String name) {
    this.name = name;
  }
}
