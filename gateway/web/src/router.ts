// Every address of the page, what may be seen there, and who is sent to the log-in first.

import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { t } from './i18n'
import { MAY_SEE_LISTS } from './pages/lists/lists'
import { useSession } from './stores/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown without menu and header. */
    bare?: boolean
    /** Any of these permissions opens the page; none means everybody who is logged in. */
    may?: string[]
    /** The key of the page's title. */
    title?: string
    /** The menu entry that the page belongs to. */
    under?: string
  }
}

function page(path: string, name: string, component: RouteRecordRaw['component'], may: string[] = [], under = name): RouteRecordRaw {
  return { path, name, component, meta: { may, title: `title.${name}`, under }, props: true } as RouteRecordRaw
}

export const routes: RouteRecordRaw[] = [
  { path: '/login', name: 'login', component: () => import('./pages/session/LoginPage.vue'), meta: { bare: true, title: 'title.login' } },
  { path: '/', redirect: '/inbox' },
  page('/password', 'password', () => import('./pages/session/PasswordPage.vue')),
  page('/sessions', 'sessions', () => import('./pages/session/SessionsPage.vue')),
  page('/inbox', 'inbox', () => import('./pages/inbox/InboxPage.vue')),
  page('/notices/:id', 'notice', () => import('./pages/inbox/NoticePage.vue'), ['notice.read'], 'inbox'),
  page('/reception', 'reception', () => import('./pages/reception/ReceptionPage.vue'), ['registration.read']),
  page('/register', 'register', () => import('./pages/register/RegisterPage.vue'), ['registration.read']),
  page('/register/new', 'registration-new', () => import('./pages/register/NewRegistrationPage.vue'), ['registration.record'], 'register'),
  page('/register/:id', 'registration', () => import('./pages/register/RegistrationPage.vue'), ['registration.read'], 'register'),
  page('/visitors/:id', 'visitor', () => import('./pages/register/VisitorPage.vue'), ['registration.read'], 'register'),
  page('/attributions', 'attributions', () => import('./pages/attributions/AttributionsPage.vue'), ['attribution.read']),
  page('/attributions/:id', 'attribution', () => import('./pages/attributions/AttributionPage.vue'), ['attribution.read'], 'attributions'),
  page('/offers', 'offers', () => import('./pages/offers/OffersPage.vue'), ['offer.read']),
  page('/quotations', 'quotations', () => import('./pages/quotations/QuotationsPage.vue'), ['quotation.read']),
  page('/quotations/:id', 'quotation', () => import('./pages/quotations/QuotationPage.vue'), ['quotation.read'], 'quotations'),
  page('/concessions', 'concessions', () => import('./pages/concessions/ConcessionsPage.vue'), ['concession.read']),
  page('/brokers', 'brokers', () => import('./pages/brokers/BrokersPage.vue'), ['broker.read', 'visit_report.read']),
  page('/waiting-list', 'waiting-list', () => import('./pages/waiting/WaitingPage.vue'), ['waiting_list.read']),
  page('/board', 'board', () => import('./pages/board/BoardPage.vue'), ['board.read']),
  page('/board/:id', 'board-unit', () => import('./pages/board/BoardUnitPage.vue'), ['board.read'], 'board'),
  page('/permits', 'permits', () => import('./pages/board/PermitsPage.vue'), ['board.read'], 'board'),
  page('/deals', 'deals', () => import('./pages/deals/DealsPage.vue'), ['deal.read']),
  page('/deals/:id', 'deal', () => import('./pages/deals/DealPage.vue'), ['deal.read'], 'deals'),
  page('/leads', 'leads', () => import('./pages/leads/LeadsPage.vue'), ['lead.read']),
  page('/leads/:id', 'lead', () => import('./pages/leads/LeadPage.vue'), ['lead.read'], 'leads'),
  page('/follow-ups', 'follow-ups', () => import('./pages/leads/FollowUpsPage.vue'), ['lead.read']),
  page('/appointments', 'appointments', () => import('./pages/viewings/ViewingsPage.vue'), ['appointment.read']),
  page('/reports/dynamics', 'dynamics', () => import('./pages/dynamics/DynamicsPage.vue'), ['dynamics.read']),
  page('/unit-changes', 'unit-changes', () => import('./pages/unit-change/UnitChangesPage.vue'), ['unit_change.list']),
  page('/unit-changes/new', 'unit-change-new', () => import('./pages/unit-change/NewUnitChangePage.vue'), ['unit_change.request'], 'unit-changes'),
  page('/unit-changes/:id', 'unit-change', () => import('./pages/unit-change/UnitChangePage.vue'), ['unit_change.read'], 'unit-changes'),
  page('/units', 'units', () => import('./pages/units/UnitsPage.vue'), ['unit.list']),
  page('/units/:id', 'unit', () => import('./pages/units/UnitPage.vue'), ['unit.read'], 'units'),
  page('/settlements', 'settlements', () => import('./pages/finance/SettlementsPage.vue'), ['settlement.read']),
  page('/settlements/:id', 'settlement', () => import('./pages/finance/SettlementPage.vue'), ['settlement.read'], 'settlements'),
  page('/deposits', 'deposits', () => import('./pages/finance/DepositsPage.vue'), ['deposit.read']),
  page('/deposits/:id', 'deposit', () => import('./pages/finance/DepositPage.vue'), ['deposit.read'], 'deposits'),
  page('/commissions', 'commissions', () => import('./pages/finance/CommissionsPage.vue'), ['commission.read']),
  page('/receivables', 'receivables', () => import('./pages/finance/ReceivablesPage.vue'), ['receivable.read']),
  page('/deferrals', 'deferrals', () => import('./pages/finance/DeferralsPage.vue'), ['receivable.read'], 'receivables'),
  page('/suspense', 'suspense', () => import('./pages/finance/SuspenseListPage.vue'), ['receivable.read'], 'receivables'),
  page('/suspense/:id', 'suspense-item', () => import('./pages/finance/SuspensePage.vue'), ['receivable.read'], 'receivables'),
  page('/refunds', 'refunds', () => import('./pages/finance/RefundsPage.vue'), ['receivable.read'], 'receivables'),
  page('/reports/collection', 'collection', () => import('./pages/finance/CollectionPage.vue'), ['collection.read']),
  page('/ledger', 'ledger', () => import('./pages/finance/LedgerPage.vue'), ['ledger.read']),
  page('/operations', 'operations', () => import('./pages/operations/OperationsPage.vue'), ['operations.read']),
  page('/operations/parked', 'parked', () => import('./pages/operations/ParkedPage.vue'), ['operations.read'], 'operations'),
  page('/operations/trace', 'trace', () => import('./pages/operations/TracePage.vue'), ['trace.read'], 'operations'),
  page('/subscriptions', 'subscriptions', () => import('./pages/administration/SubscriptionsPage.vue'), ['subscription.read']),
  page('/audit', 'audit', () => import('./pages/administration/AuditPage.vue'), ['audit.read']),
  page('/work-orders', 'work-orders', () => import('./pages/work-orders/WorkOrdersPage.vue'), ['work_order.read']),
  page('/work-orders/new', 'work-order-new', () => import('./pages/work-orders/NewWorkOrderPage.vue'), ['work_order.open'], 'work-orders'),
  page('/work-orders/:id', 'work-order', () => import('./pages/work-orders/WorkOrderPage.vue'), ['work_order.read'], 'work-orders'),
  page('/technicians', 'technicians', () => import('./pages/work-orders/TechniciansPage.vue'), ['technician.read'], 'work-orders'),
  page('/meter-readings', 'meter-readings', () => import('./pages/work-orders/MeterReadingsPage.vue'), ['meter_reading.read'], 'work-orders'),
  page('/leases', 'leases', () => import('./pages/leases/LeasesPage.vue'), ['lease.read']),
  page('/leases/:id', 'lease', () => import('./pages/leases/LeasePage.vue'), ['lease.read'], 'leases'),
  page('/lists', 'lists', () => import('./pages/lists/ListsPage.vue'), MAY_SEE_LISTS),
  page('/lists/:name', 'list', () => import('./pages/lists/ListPage.vue'), MAY_SEE_LISTS, 'lists'),
  page('/deals/:id/contract', 'contract-new', () => import('./pages/contracts/SignContractPage.vue'), ['contract.sign'], 'deals'),
  page('/contracts/:id', 'contract', () => import('./pages/contracts/ContractPage.vue'), ['contract.read'], 'lists'),
  page('/withdrawals/:id', 'withdrawal', () => import('./pages/withdrawals/WithdrawalPage.vue'), ['deal.read'], 'lists'),
  page('/reports/sales', 'sales-report', () => import('./pages/reports/SalesPage.vue'), ['sales_list.read']),
  page('/imports/:list', 'imports', () => import('./pages/imports/ImportPage.vue'), ['unit.import', 'lease.import', 'person.record', 'technician.import', 'price.import', 'registration.import']),
  page('/people', 'people', () => import('./pages/administration/PeoplePage.vue'), ['person.list']),
  page('/people/new', 'person-new', () => import('./pages/administration/NewPersonPage.vue'), ['person.record'], 'people'),
  page('/people/:id', 'person', () => import('./pages/administration/PersonPage.vue'), ['person.list'], 'people'),
  page('/roles', 'roles', () => import('./pages/administration/RolesPage.vue'), [], 'people'),
  page('/:rest(.*)*', 'nowhere', () => import('./pages/NowherePage.vue')),
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
})

router.beforeEach(async (to) => {
  const session = useSession()
  await session.findOut()
  if (to.name === 'login') return session.me ? { name: 'inbox' } : true
  if (!session.me) return { name: 'login', query: to.path === '/inbox' ? {} : { to: to.fullPath } }
  if (session.mustChangePassword && to.name !== 'password') return { name: 'password', query: { to: to.fullPath } }
  if (!session.mayAny(to.meta.may ?? [])) return { name: 'nowhere', params: { rest: to.path.slice(1).split('/') } }
  return true
})

router.afterEach((to, from) => {
  document.title = to.meta.title ? `${t(to.meta.title)} · Atrium` : 'Atrium'
  if (from.name && to.path !== from.path) document.getElementById('main')?.focus({ preventScroll: true })
})
