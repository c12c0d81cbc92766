use proptest::prelude::*;

use super::*;
use crate::domain::sample::{schema_words, sorted};

const SQL: &str = include_str!("../../../migrations/0005_money.sql");

#[test]
fn the_words_are_those_of_the_schema() {
    let kinds = Kind::ALL.iter().map(|kind| kind.as_str());
    assert_eq!(schema_words(SQL, "posting_kind_known"), sorted(kinds));
    let methods = PaymentMethod::ALL.iter().map(|method| method.as_str());
    assert_eq!(schema_words(SQL, "payment_method_known"), sorted(methods));
}

#[test]
fn words_parse_back() {
    for account in Account::ALL {
        assert_eq!(Account::parse(account.as_str()), Some(*account));
        let wire = serde_json::to_string(account).unwrap();
        assert_eq!(wire.trim_matches('"'), account.as_str());
    }
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.as_str()), Some(*kind));
    }
    for method in PaymentMethod::ALL {
        assert_eq!(PaymentMethod::parse(method.as_str()), Some(*method));
    }
    assert_eq!(Account::parse("cash_box"), None);
}

#[test]
fn a_charge_is_split_into_revenue_and_tax() {
    let lines = charge_lines(11_000, 1_000, Account::RoomRevenue, "Room, 20 Nov");
    let sides: Vec<_> = lines
        .iter()
        .map(|line| (line.account, line.debit_minor, line.credit_minor))
        .collect();
    assert_eq!(
        sides,
        [
            (Account::Guest, 11_000, 0),
            (Account::RoomRevenue, 0, 10_000),
            (Account::Vat, 0, 1_000),
        ]
    );
}

#[test]
fn a_prepaid_stay_ends_at_nothing() {
    let mut folio = prepayment_lines(22_640, PaymentMethod::Card, "Card payment");
    assert_eq!(balance(&folio), -22_640, "the hotel owes the stay");
    folio.extend(charge_lines(
        11_000,
        1_000,
        Account::RoomRevenue,
        "Room, 20 Nov",
    ));
    folio.extend(charge_lines(
        11_000,
        1_000,
        Account::RoomRevenue,
        "Room, 21 Nov",
    ));
    folio.extend(city_tax_lines(640, "City tax"));
    assert_eq!(balance(&folio), 0);
    folio.extend(apply_deposit_lines(22_640, "Deposit applied"));
    assert_eq!(balance(&folio), 0);
    assert!(balanced(&folio));
    let deposit = folio.iter().filter(|line| line.account == Account::Deposit);
    let owed: i64 = deposit
        .map(|line| line.credit_minor - line.debit_minor)
        .sum();
    assert_eq!(owed, 0, "nothing is owed once the deposit is applied");
}

#[test]
fn nothing_is_no_transaction() {
    assert_eq!(charge_lines(0, 1_000, Account::RoomRevenue, ""), []);
    assert_eq!(payment_lines(0, PaymentMethod::Cash, ""), []);
    assert_eq!(city_tax_lines(0, ""), []);
    assert!(balanced(&[]));
}

#[test]
fn a_lost_line_is_noticed() {
    let mut lines = charge_lines(11_000, 1_000, Account::RoomRevenue, "Room");
    lines.pop();
    assert!(!balanced(&lines));
}

#[test]
fn what_goes_back_says_so() {
    let kind = |lines: Vec<Line>| lines[0].kind;
    assert_eq!(
        kind(charge_lines(-100, 0, Account::MealRevenue, "")),
        Kind::Allowance
    );
    assert_eq!(
        kind(payment_lines(-100, PaymentMethod::Card, "")),
        Kind::Refund
    );
    assert_eq!(
        kind(prepayment_lines(-100, PaymentMethod::Card, "")),
        Kind::Refund
    );
    assert_eq!(
        kind(prepayment_lines(100, PaymentMethod::Card, "")),
        Kind::Deposit
    );
}

/// A transaction, and by how much it changes what the guest owes.
fn any_transaction() -> impl Strategy<Value = (Vec<Line>, i64)> {
    let amount = -1_000_000_i64..1_000_000;
    (amount, 0_i32..3_000, 0_usize..5, 0_usize..3, 0_usize..3).prop_map(
        |(amount, vat_bp, what, method, revenue)| {
            let method = PaymentMethod::ALL[method];
            let revenue = [
                Account::RoomRevenue,
                Account::MealRevenue,
                Account::CancellationRevenue,
            ][revenue];
            match what {
                0 => (charge_lines(amount, vat_bp, revenue, "Charge"), amount),
                1 => (city_tax_lines(amount, "City tax"), amount),
                2 => (payment_lines(amount, method, "Payment"), -amount),
                3 => (prepayment_lines(amount, method, "Deposit"), -amount),
                _ => (apply_deposit_lines(amount, "Deposit applied"), 0),
            }
        },
    )
}

proptest! {
    #[test]
    fn every_transaction_is_balanced_and_every_line_has_one_side(
        (lines, _) in any_transaction(),
    ) {
        prop_assert!(balanced(&lines));
        for line in &lines {
            prop_assert!(line.debit_minor >= 0 && line.credit_minor >= 0);
            prop_assert!((line.debit_minor == 0) != (line.credit_minor == 0), "{:?}", line);
        }
    }

    #[test]
    fn a_folio_owes_its_charges_less_its_payments(
        transactions in prop::collection::vec(any_transaction(), 0..20),
    ) {
        let expected: i64 = transactions.iter().map(|(_, change)| change).sum();
        let lines: Vec<_> = transactions.into_iter().flat_map(|(lines, _)| lines).collect();
        prop_assert_eq!(balance(&lines), expected);
        prop_assert!(balanced(&lines));
    }

    #[test]
    fn a_reversal_leaves_no_trace_in_the_sums((lines, _) in any_transaction()) {
        let reversal = reversal_lines(&lines);
        prop_assert!(balanced(&reversal));
        prop_assert_eq!(reversal_lines(&reversal), lines.clone());
        for account in Account::ALL {
            let both = lines.iter().chain(&reversal).filter(|line| line.account == *account);
            let sum: i64 = both.map(|line| line.debit_minor - line.credit_minor).sum();
            prop_assert_eq!(sum, 0);
        }
    }
}
