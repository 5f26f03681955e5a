package io.openons.ctl.context;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A broker that has a name, with the keys for it.
 *
 * @param server the address of its HTTP port
 * @param accessKey null for none
 * @param secretKey null for none
 * @param securityToken null for none
 * @param ca a file of certificates to trust; null for what Java trusts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Context(
    String server, String accessKey, String secretKey, String securityToken, String ca) {}
