/** The kinds of resources that rights are given on. */
export type ResourceType = 'DATA' | 'API' | 'MENU' | 'UI' | 'BUTTON';

/** A resource, and what the user may do with it. */
export interface AuthorizedResource {
  code: string;
  type?: ResourceType | null;
  actions?: string[] | null;
  apiIdentifier?: string | null;
}

/** The resources that a user has rights on. */
export interface PaginatedAuthorizedResources {
  totalCount: number;
  list: AuthorizedResource[];
}

/** A department of an organization. */
export interface Department {
  id: string;
  orgId?: string;
  name: string;
  nameI18n?: string;
  description?: string;
  descriptionI18n?: string;
  order?: number;
  code?: string;
  root?: boolean;
  depth?: number;
  path: string[];
  codePath: string[];
  namePath: string[];
  createdAt?: string;
  updatedAt?: string;
  children?: string[];
  isVirtualNode?: boolean;
}

/** The departments that a user belongs to. */
export interface PaginatedDepartments {
  totalCount: number;
  list: { isMainDepartment: boolean; joinedAt?: string; department: Department }[];
}
