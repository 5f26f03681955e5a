/** What programs import from the inside of the published client. */
package com.aliyun.openservices.ons.api.impl;
